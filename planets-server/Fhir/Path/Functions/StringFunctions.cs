using System.Text;
using Phr.Fhir.Path.Evaluation;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path.Functions;

/// <summary>String manipulation (FHIRPath §5.6). Positions and lengths count characters, as toChars does: one
/// beyond the basic plane is one.</summary>
internal static class StringFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        On("indexOf", (text, sought) => Position(text, text.IndexOf(sought, StringComparison.Ordinal))),
        On("lastIndexOf", (text, sought) => Position(
            text, sought.Length == 0 ? 0 : text.LastIndexOf(sought, StringComparison.Ordinal))),
        On("startsWith", (text, sought) => Value.Of(text.StartsWith(sought, StringComparison.Ordinal))),
        On("endsWith", (text, sought) => Value.Of(text.EndsWith(sought, StringComparison.Ordinal))),
        On("contains", (text, sought) => Value.Of(text.Contains(sought, StringComparison.Ordinal))),
        new("substring", 1, 2, Substring),
        new("upper", 0, 0, (in Call call) => Collection.Of(call.Text()?.ToUpperInvariant())),
        new("lower", 0, 0, (in Call call) => Collection.Of(call.Text()?.ToLowerInvariant())),
        new("trim", 0, 0, (in Call call) => Collection.Of(call.Text()?.Trim(' ', '\t', '\r', '\n'))),
        new("length", 0, 0, (in Call call) => call.Text() is { } text ? Collection.Of(Characters(text)) : default),
        new("toChars", 0, 0, ToCharacters),
        new("replace", 2, 2, Replace),
        new("split", 1, 1, Split),
        new("join", 0, 1, Join),
    ];

    private static Function On(string name, Func<string, string, Value> apply) => new(name, 1, 1, (in Call call) =>
    {
        if (call.Text() is not { } text || call.TextArgument(0) is not { } argument)
            return default;
        call.Work.Spend(1 + (text.Length / 64));
        return Collection.Of(apply(text, argument));
    });

    private static Collection Substring(in Call call)
    {
        if (call.Text() is not { } text || call.IntegerArgument(0) is not { } start || start < 0 || start >= text.Length)
            return default;
        call.Work.Spend(1 + (text.Length / 64));
        var from = Unit(text, 0, start);
        if (from == text.Length)
            return default;
        var rest = text.Length - from;
        return Collection.Of(text[from..Unit(text, from, Math.Clamp(call.IntegerArgument(1) ?? rest, 0, rest))]);
    }

    private static Value Position(string text, int unit) => Value.Of(unit < 0 ? unit : Characters(text.AsSpan(0, unit)));

    private static int Characters(ReadOnlySpan<char> text)
    {
        var characters = 0;
        for (var i = 0; i < text.Length; i += CharacterLength(text, i))
            characters++;
        return characters;
    }

    // The unit so many characters behind a unit; the end of the text where there are fewer.
    private static int Unit(string text, int from, int characters)
    {
        var at = from;
        for (var i = 0; i < characters && at < text.Length; i++)
            at += CharacterLength(text, at);
        return at;
    }

    private static int CharacterLength(ReadOnlySpan<char> text, int at) =>
        at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;

    private static Collection ToCharacters(in Call call)
    {
        if (call.Text() is not { } text)
            return default;
        var into = new Collection.Builder();
        for (var i = 0; i < text.Length; i += CharacterLength(text, i))
            into.Add(Value.Of(text.Substring(i, CharacterLength(text, i))));
        return into.ToCollection();
    }

    private static Collection Replace(in Call call)
    {
        if (call.Text() is not { } text || call.TextArgument(0) is not { } pattern || call.TextArgument(1) is not { } substitution)
            return default;
        if (pattern.Length > 0)
            return Collection.Of(call.Work.Counted(text.Replace(pattern, substitution, StringComparison.Ordinal)));
        // An empty pattern surrounds every character.
        call.Work.Spend(text.Length);
        CheckLength(call.Work, (long)(text.Length + 1) * substitution.Length);
        var surrounded = new StringBuilder(substitution);
        for (var i = 0; i < text.Length; i += CharacterLength(text, i))
            surrounded.Append(text, i, CharacterLength(text, i)).Append(substitution);
        return Collection.Of(call.Work.Counted(surrounded.ToString()));
    }

    private static Collection Split(in Call call)
    {
        if (call.Text() is not { } text || call.TextArgument(0) is not { } separator)
            return default;
        return separator.Length == 0
            ? ToCharacters(call)
            : Collection.Of(text.Split(separator).Select(Value.Of));
    }

    private static Collection Join(in Call call)
    {
        if (call.Input.IsEmpty)
            return default;
        var separator = call.TextArgument(0) ?? "";
        var joined = new StringBuilder();
        for (var i = 0; i < call.Input.Count; i++)
        {
            joined.Append(i == 0 ? "" : separator).Append(Collection.Of(call.Input[i]).Text(call.Offset));
            CheckLength(call.Work, joined.Length);
        }
        return Collection.Of(call.Work.Counted(joined.ToString()));
    }

    private static void CheckLength(Work work, long length)
    {
        if (length > work.Limits.TextLengthMax)
            throw work.Over($"A string is longer than {work.Limits.TextLengthMax} characters.");
    }
}
