namespace Phr.Model.Tokens;

/// <summary>An event with its place in life and what its codes can be read as.</summary>
internal readonly record struct Placement(RecordEvent Event, double Day, ConceptPath Path)
{
    /// <summary>The concept's own type where it is catalogued: a source's category may differ.</summary>
    public EventType Type => Path.Catalogued?.Type ?? Event.Type;

    /// <summary>
    /// By time, then by type, concept, value, answer and entry: an order that depends on nothing but the entries themselves.
    /// Encounters come first at their instant, what was found in them after.
    /// </summary>
    public static int InOrder(Placement left, Placement right)
    {
        var order = left.Day.CompareTo(right.Day);
        if (order == 0)
            order = Rank(left.Type).CompareTo(Rank(right.Type));
        if (order == 0)
            order = string.CompareOrdinal(left.Path.Keys[0], right.Path.Keys[0]);
        if (order == 0)
            order = (left.Event.Value?.Value ?? double.NegativeInfinity)
                .CompareTo(right.Event.Value?.Value ?? double.NegativeInfinity);
        if (order == 0)
            order = string.CompareOrdinal(left.Event.Answer, right.Event.Answer);
        if (order == 0 && left.HasNoPlace)
            order = string.CompareOrdinal(left.FirstCode, right.FirstCode);
        return order != 0 ? order : string.CompareOrdinal(left.Event.Entry, right.Event.Entry);
    }

    public bool IsSameFact(Placement before) =>
        Day == before.Day && Type == before.Type && Path.Keys[0] == before.Path.Keys[0]
        && Event.Value == before.Event.Value
        && Event.Answer == before.Event.Answer;

    /// <summary>Looks like the same fact only because neither code leads anywhere.</summary>
    public bool IsOtherUnknown(Placement before) => HasNoPlace && FirstCode != before.FirstCode;

    /// <summary>Nothing is known of it but its type.</summary>
    private bool HasNoPlace => Path.Keys.Count == 1;

    /// <summary>The concept; of one that leads nowhere its own code.</summary>
    public string ConceptName => HasNoPlace ? FirstCode : Path.Keys[0];

    private string FirstCode => Event.Codes.Count > 0 ? Event.Codes[0].Code : "";

    private static int Rank(EventType type) => type switch
    {
        EventType.Static => 0,
        EventType.Block => 1,
        EventType.Encounter => 2,
        _ => 3 + (int)type,
    };
}

/// <summary>Counts what a day brings, in order, and says when it is enough.</summary>
internal sealed class DayThinner
{
    /// <summary>
    /// Says little that the systolic reading of the same moment does not; it enters with the week alone.
    /// </summary>
    private const string WeeklyOnly = "home/dbp";

    private readonly Dictionary<string, int> _home = [];
    private DateOnly _localDay;
    private int _day = -1;
    private int _events;

    public bool Admits(Placement item)
    {
        if ((int)item.Day != _day)
            (_day, _events) = ((int)item.Day, 0);
        if (_events >= Tokeniser.EventsPerDayMax)
            return false;
        if (item.Path.Keys[0].StartsWith("home/", StringComparison.Ordinal) && !AdmitsHome(item))
            return false;
        _events++;
        return true;
    }

    private bool AdmitsHome(Placement item)
    {
        var local = DateOnly.FromDateTime(item.Event.Time.DateTime);
        if (local != _localDay)
        {
            _localDay = local;
            _home.Clear();
        }
        if (item.Path.Keys[0] == WeeklyOnly)
            return false;
        var count = _home.GetValueOrDefault(item.Path.Keys[0]);
        if (count >= Tokeniser.HomeReadingsPerDayMax)
            return false;
        _home[item.Path.Keys[0]] = count + 1;
        return true;
    }
}
