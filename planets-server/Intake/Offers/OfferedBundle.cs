using Phr.Fhir;
using Phr.Fhir.Structure;
using Phr.Planets.Access;
using Phr.Platform;

namespace Phr.Planets.Intake.Offers;

/// <summary>One resource of an offered Bundle.</summary>
/// <param name="Index">Of its entry.</param>
/// <param name="Id">That it is stored as.</param>
/// <param name="Fault">Why it cannot be taken, if so.</param>
internal sealed record OfferedResource(int Index, string Type, string Id, Element Element, Refusal? Fault)
{
    public string Place => $"Bundle.entry[{Index}]";
}

/// <summary>
/// The resources of a Bundle of any type, each under an id that follows from what its source calls it, and what their references become.
/// </summary>
/// <param name="Links">From a reference as it was sent to <c>Type/id</c> as it is stored.</param>
internal sealed record OfferedBundle(IReadOnlyList<OfferedResource> Resources, IReadOnlyDictionary<string, string> Links)
{
    // Others are about them or refer to them.
    private static readonly string[] First = ["Organization", "Practitioner", "Location", "Patient"];

    /// <param name="issues">Of the structure check.</param>
    public static OfferedBundle Read(Element bundle, IReadOnlyList<Issue> issues, string source)
    {
        var resources = new List<OfferedResource>();
        var links = new Dictionary<string, string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var entry in bundle.Children("entry"))
        {
            var resource = entry.Child("resource");
            var fullUrl = entry.Child("fullUrl").Text;
            if (resource is { Exists: true, Type: { IsResource: true } type } && !entry.IsFaulty)
            {
                var id = SourceIdentity.IdOf(source, SourceIdentity.NameOf(resource, fullUrl));
                resources.Add(new OfferedResource(index, type.Name, id, resource, null));
                Name(links, resource, fullUrl, id);
            }
            else
            {
                resources.Add(new OfferedResource(index, resource.Type?.Name ?? "", "", resource, FaultOf(index, issues)));
            }
            index++;
        }
        foreach (var resource in resources.Where(resource => resource.Fault is null))
            NameTargets(links, resource.Element, source);
        return new OfferedBundle([.. resources.OrderBy(resource => Rank(resource.Type)).ThenBy(resource => resource.Index)], links);
    }

    // Binaries come behind what they may belong to.
    private static int Rank(string type) => Array.IndexOf(First, type) is var rank and >= 0 ? rank
        : type == BinaryCondition.Type ? First.Length + 1 : First.Length;

    private static void Name(Dictionary<string, string> links, Element resource, string? fullUrl, string id)
    {
        var type = resource.Type!.Name;
        if (fullUrl is not null)
            links.TryAdd(fullUrl, $"{type}/{id}");
        if (resource.Child("id").Text is { } own)
            links.TryAdd($"{type}/{own}", $"{type}/{id}");
    }

    // What is not in this Bundle was or will be sent in another.
    private static void NameTargets(Dictionary<string, string> links, Element element, string source)
    {
        foreach (var child in element.Children())
        {
            if (element.Type?.Name != "Reference" || child.Name != "reference")
                NameTargets(links, child, source);
            else if (child.Text is { } text && !links.ContainsKey(text) && SourceIdentity.NameOf(text) is { } name)
                links.Add(text, $"{name[..name.IndexOfAny(['/', '?'])]}/{SourceIdentity.IdOf(source, name)}");
        }
    }

    private static Refusal FaultOf(int index, IReadOnlyList<Issue> issues)
    {
        var place = $"Bundle.entry[{index}]";
        var issue = issues.FirstOrDefault(issue => issue.Severity == IssueSeverity.Error && IsWithin(issue.Expression, place));
        return issue is null
            ? new Refusal(RefusalKind.Invalid, "The entry holds no resource.", place, "required")
            : new Refusal(RefusalKind.Unprocessable, issue.English, issue.Expression, issue.Code);
    }

    private static bool IsWithin(string expression, string place) => expression.StartsWith(place, StringComparison.Ordinal);
}
