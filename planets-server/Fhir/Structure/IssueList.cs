namespace Phr.Fhir.Structure;

/// <summary>The issues of one document, up to a limit. No list is made before the first.</summary>
internal struct IssueList(int max)
{
    private List<Issue>? issues;

    public readonly bool IsFull => issues?.Count >= max;

    public readonly IReadOnlyList<Issue> Issues => issues ?? (IReadOnlyList<Issue>)[];

    public void Add(Issue issue)
    {
        if (!IsFull)
            (issues ??= []).Add(issue);
    }
}
