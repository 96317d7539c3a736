using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Phr.Platform;

namespace Phr.Consent.Consents;

/// <summary>From when until when a Consent holds; null is open. Rules end by themselves at <paramref name="Until"/>.</summary>
public sealed record InForce(DateTimeOffset? From, DateTimeOffset? Until);

/// <summary>What follows from a Consent at one instant: the answer of <c>POST /internal/compile</c>.</summary>
/// <param name="InForce">
/// A Consent whose time has not come has no rules; it is to be compiled again at <see cref="InForce.From"/>.
/// </param>
/// <param name="Supersedes">Consents (<c>Consent/id</c>) whose rules end with this one.</param>
/// <param name="Links">With kind record-link, the Patients that are the same person as the Consent's.</param>
public sealed record ConsentMeaning(
    string Kind, ImmutableArray<ConsentRule> Rules, Wording Sentence, InForce InForce,
    ImmutableArray<string> Supersedes, ImmutableArray<string> Links)
{
    /// <summary>How the answer is written: camelCase, enums by their codes, times in UTC.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
    };

    /// <summary>Reads and compiles; a Consent that cannot be enforced as it stands is refused, with the place.</summary>
    /// <param name="now">Instant to which the answer applies.</param>
    public static (ConsentMeaning? Meaning, Refusal? Refusal) Of(JsonElement resource, DateTimeOffset now, FindParty find)
    {
        var (content, refusal) = ConsentReader.Read(resource, find);
        if (content is null)
            return (null, refusal);
        var (rules, misplaced) = ConsentCompiler.Rules(content);
        if (misplaced is not null)
            return (null, misplaced);
        var holds = content.HoldsAt(now);
        var sentence = Consents.Sentence.Of(content, rules, now, find);
        ImmutableArray<string> links = holds && content.Kind == ConsentKind.RecordLink
            ? [.. content.Root!.Entries.Select(entry => entry.Reference!)]
            : [];
        return (new ConsentMeaning(
            JsonNamingPolicy.KebabCaseLower.ConvertName(content.Kind.ToString()), holds ? rules : [], sentence,
            new InForce(content.From, content.Until), content.Supersedes, links), null);
    }
}
