using Phr.Fhir.Definitions;
using Phr.Fhir.Writing;
using Phr.Platform;

namespace Phr.Planets.Search;

/// <summary>How much of each resource an answer has: <c>_summary</c> or <c>_elements</c>. R4 search.html#summary, #elements.</summary>
/// <param name="Rule">Null for whole resources.</param>
public sealed record AnswerShape(SubsetRule? Rule)
{
    public static AnswerShape Whole { get; } = new((SubsetRule?)null);

    /// <param name="types">That the elements may be of.</param>
    public static Answer<AnswerShape> Elements(string value, IReadOnlyList<string> types)
    {
        var names = new HashSet<string>();
        foreach (var part in value.Split(','))
        {
            var name = part[(part.IndexOf('.', StringComparison.Ordinal) + 1)..];
            if (!types.Any(type => R4.Type(type)!.Element(name) is not null))
                return new Refusal(RefusalKind.Invalid, "A value of '_elements' is not the name of an element of the resource.",
                    "http._elements", "invalid");
            names.Add(name);
        }
        return new AnswerShape(new SubsetRule.Elements(names));
    }

    /// <summary>Of a value of <c>_summary</c> other than count.</summary>
    public static Answer<AnswerShape> Summary(string value) => value switch
    {
        "true" => new AnswerShape(new SubsetRule.Summary()),
        "text" => new AnswerShape(new SubsetRule.Text()),
        "data" => new AnswerShape(new SubsetRule.WithoutText()),
        "false" => Whole,
        _ => new Refusal(RefusalKind.Invalid, "The value of '_summary' is none of true, text, data, count, false.", "http._summary",
            "invalid"),
    };

    public ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> body, string type) => Rule is null ? body : ResourceSubset.Of(body, type, Rule);
}
