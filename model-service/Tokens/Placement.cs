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

/// <summary>
/// Says what of a day is read where it brings more than is: each concept has the same share of the day, so that one that floods it
/// takes the place of none other.
/// </summary>
/// <param name="items">All, in order.</param>
internal sealed class DayThinner(IReadOnlyList<Placement> items)
{
    /// <summary>
    /// Says little that the systolic reading of the same moment does not; it enters with the week alone.
    /// </summary>
    private const string WeeklyOnly = "home/dbp";

    private readonly Dictionary<string, int> _home = [];
    private readonly Dictionary<string, int> _taken = [];
    private DateOnly _localDay;
    private int _day = -1;
    private int _events;
    private int _share;

    /// <summary>Why an item is left out, null where it is not. Asked of items in order; what is not asked about takes no place.</summary>
    public ReadingFlag? Refuses(int at)
    {
        var item = items[at];
        if ((int)item.Day != _day)
            Begin(at);
        var key = item.Path.Keys[0];
        var taken = _taken.GetValueOrDefault(key);
        if (_events >= Tokeniser.EventsPerDayMax || taken >= _share)
            return ReadingFlag.Thinned;
        if (key.StartsWith("home/", StringComparison.Ordinal) && !AdmitsHome(item))
            return ReadingFlag.InWeekAlone;
        _events++;
        _taken[key] = taken + 1;
        return null;
    }

    private void Begin(int at)
    {
        (_day, _events) = ((int)items[at].Day, 0);
        _taken.Clear();
        var end = at;
        while (end < items.Count && (int)items[end].Day == _day)
            end++;
        _share = end - at <= Tokeniser.EventsPerDayMax ? int.MaxValue : Share(
            [.. Enumerable.Range(at, end - at).CountBy(i => items[i].Path.Keys[0]).Select(concept => concept.Value).Order()]);
    }

    /// <summary>Most that a concept may have, so that all stay within a day's together; who has less leaves it to the others.</summary>
    private static int Share(int[] ascending)
    {
        var left = Tokeniser.EventsPerDayMax;
        for (var i = 0; i < ascending.Length; i++)
        {
            var even = left / (ascending.Length - i);
            if (ascending[i] > even)
                return Math.Max(even, 1);
            left -= ascending[i];
        }
        return int.MaxValue;
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
