using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Phr.Fhir.Path.Evaluation;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path.Functions;

/// <summary>
/// Regular expressions, in single-line mode (FHIRPath §5.6). They run in linear time; one that needs backtracking (a back
/// reference, a look-around) runs against the clock. Characters count as everywhere: one beyond the basic plane is one; it is in no
/// category of letters, and comes before none that is in the plane.
/// </summary>
internal static class PatternFunctions
{
    public const int PatternLengthMax = 2_000;

    /// <summary>Patterns kept ready; the cache starts over when it is full.</summary>
    public const int CacheEntriesMax = 512;

    private static readonly ConcurrentDictionary<(string Pattern, int Milliseconds), Regex> Cache = new();

    public static IReadOnlyList<Function> All { get; } =
    [
        new("matches", 1, 1, (in Call call) => Matches(call, pattern => pattern)),
        new("matchesFull", 1, 1, (in Call call) => Matches(call, pattern => $@"\A(?:{pattern})\z")),
        new("replaceMatches", 2, 2, ReplaceMatches),
    ];

    private static Collection Matches(in Call call, Func<string, string> frame)
    {
        if (call.Text() is not { } text || call.TextArgument(0) is not { } pattern)
            return default;
        call.Work.Spend(1 + (text.Length / 64));
        var plane = Plane(call, text, pattern);
        var (regex, sought) = (Compiled(call, frame(plane.Into(pattern))), plane.Into(text));
        return Collection.Of(InTime(call, () => regex.IsMatch(sought)));
    }

    // An empty pattern replaces nothing (official suite, testReplaceMatches2).
    private static Collection ReplaceMatches(in Call call)
    {
        if (call.Text() is not { } text || call.TextArgument(0) is not { } pattern || call.TextArgument(1) is not { } substitution)
            return default;
        if (pattern.Length == 0)
            return Collection.Of(text);
        if ((long)(text.Length + 1) * (substitution.Length + 1) > call.Work.Limits.TextLengthMax)
            throw call.Work.Over($"A string is longer than {call.Work.Limits.TextLengthMax} characters.");
        var plane = Plane(call, text, pattern, substitution);
        var (regex, sought, instead) = (Compiled(call, plane.Into(pattern)), plane.Into(text), plane.Into(substitution));
        return Collection.Of(call.Work.Counted(plane.From(InTime(call, () => regex.Replace(sought, instead)))));
    }

    private static BasicPlane Plane(in Call call, params ReadOnlySpan<string> texts) => BasicPlane.Of(texts)
        ?? throw call.Work.Over($"A regular expression tells at most {BasicPlane.CharactersMax} characters beyond the basic plane apart.");

    private static T InTime<T>(in Call call, Func<T> match)
    {
        try
        {
            return match();
        }
        catch (RegexMatchTimeoutException)
        {
            throw call.Work.Over($"A regular expression takes more than {call.Work.Limits.RegexMilliseconds} ms.");
        }
    }

    private static Regex Compiled(in Call call, string pattern)
    {
        var key = (pattern, call.Work.Limits.RegexMilliseconds);
        if (Cache.TryGetValue(key, out var cached))
            return cached;
        if (pattern.Length > PatternLengthMax)
            throw call.Work.Over($"A regular expression is longer than {PatternLengthMax} characters.");
        if (Cache.Count >= CacheEntriesMax)
            Cache.Clear();
        return Cache.GetOrAdd(key, Compile(call, pattern));
    }

    private static Regex Compile(in Call call, string pattern)
    {
        const RegexOptions options = RegexOptions.Singleline | RegexOptions.CultureInvariant;
        try
        {
            return new(pattern, options | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            return new(pattern, options, TimeSpan.FromMilliseconds(call.Work.Limits.RegexMilliseconds));
        }
        catch (ArgumentException)
        {
            throw call.Fault("This is no regular expression.");
        }
    }
}
