using Phr.Fhir.Path.Syntax;

namespace Phr.Fhir.Path;

/// <summary>Compiled expressions by their text, errors included; the least recently used goes first. Thread safe.</summary>
/// <param name="entriesMax">Expressions kept.</param>
public sealed class FhirPathCache(int entriesMax = FhirPathCache.EntriesDefault)
{
    public const int EntriesDefault = 2_048;

    private readonly Lock _turn = new();
    private readonly Dictionary<string, LinkedListNode<(string Text, FhirPathCompilation Compilation)>> _byText =
        new(StringComparer.Ordinal);
    private readonly LinkedList<(string Text, FhirPathCompilation Compilation)> _byUse = [];

    /// <summary>The cache of the process.</summary>
    public static FhirPathCache Shared { get; } = new();

    public int Count
    {
        get
        {
            lock (_turn)
                return _byText.Count;
        }
    }

    /// <summary>What compiling the text gives.</summary>
    public FhirPathCompilation Compile(string text)
    {
        if (text.Length > Parser.TextLengthMax)
            return FhirPathExpression.Compile(text);
        lock (_turn)
            if (_byText.TryGetValue(text, out var known))
            {
                _byUse.Remove(known);
                _byUse.AddFirst(known);
                return known.Value.Compilation;
            }
        var compilation = FhirPathExpression.Compile(text);
        lock (_turn)
            Keep(text, compilation);
        return compilation;
    }

    private void Keep(string text, FhirPathCompilation compilation)
    {
        if (!_byText.TryAdd(text, new((text, compilation))))
            return;
        _byUse.AddFirst(_byText[text]);
        if (_byText.Count <= entriesMax)
            return;
        _byText.Remove(_byUse.Last!.Value.Text);
        _byUse.RemoveLast();
    }
}
