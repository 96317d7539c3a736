using System.Collections.Concurrent;

namespace Phr.Model.Tokens;

/// <summary>
/// Where an event's codes lead, remembered: the same few thousand code combinations make up all records.
/// </summary>
public sealed class ConceptReader
{
    /// <summary>
    /// Beyond this many remembered combinations new ones are worked out each time, so that odd sources cost time, not
    /// memory.
    /// </summary>
    private const int RememberedMax = 100_000;

    private readonly ConcurrentDictionary<(EventType, SourceCode, SourceCode, string?), ConceptPath> _paths = new();

    /// <summary>
    /// Keys from the most specific to "something of this type"; a coded answer without a number narrows the first.
    /// </summary>
    public ConceptPath Path(RecordEvent item)
    {
        var answer = item.Value is null ? item.Answer : null;
        if (item.Codes.Count > 2)
            return Narrow(CodeHierarchy.Path(item.Type, item.Codes), answer);
        var key = (item.Type, item.Codes.Count > 0 ? item.Codes[0] : default, item.Codes.Count > 1 ? item.Codes[1]
            : default, answer);
        if (_paths.TryGetValue(key, out var path))
            return path;
        path = Narrow(CodeHierarchy.Path(item.Type, item.Codes), answer);
        if (_paths.Count < RememberedMax)
            _paths.TryAdd(key, path);
        return path;
    }

    private static ConceptPath Narrow(ConceptPath path, string? answer) =>
        answer is null || path.Keys.Count < 2 ? path : path with { Keys = [$"{path.Keys[0]}={answer}", .. path.Keys] };
}
