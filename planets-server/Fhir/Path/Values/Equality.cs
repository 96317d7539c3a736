namespace Phr.Fhir.Path.Values;

/// <summary>
/// The operators <c>=</c> and <c>~</c>. Null stands for the empty result of what cannot be known. Each comparison of two values
/// spends one unit of work, so that comparing large structures ends at the limit.
/// </summary>
internal static class Equality
{
    /// <summary>Item by item in order; null where either is empty.</summary>
    public static bool? AreEqual(Collection left, Collection right, Work work)
    {
        if (left.IsEmpty || right.IsEmpty)
            return null;
        if (left.Count != right.Count)
            return false;
        bool? equal = true;
        for (var i = 0; i < left.Count && equal != false; i++)
            equal = And(equal, AreEqual(left[i], right[i], work));
        return equal;
    }

    public static bool? AreEqual(Value left, Value right, Work work)
    {
        work.Spend();
        return AreSystemEqual(SystemValue.Of(left), SystemValue.Of(right), work);
    }

    public static bool AreEquivalent(Value left, Value right, Work work)
    {
        work.Spend();
        return AreSystemEquivalent(SystemValue.Of(left), SystemValue.Of(right), work);
    }

    private static bool? AreSystemEqual(Value left, Value right, Work work) => (left, right) switch
    {
        (Value.String a, Value.String b) => a.Text == b.Text,
        (Value.Boolean a, Value.Boolean b) => a.IsTrue == b.IsTrue,
        (Value.DateOrTime a, Value.DateOrTime b) => AreEqual(a.Temporal, b.Temporal),
        (Value.Quantity a, Value.Quantity b) => Quantities.Compare(a, b) is { } order ? order == 0 : null,
        (Value.Node a, Value.Node b) => a.Element == b.Element ? true : AreEqual(a.Element, b.Element, work),
        (Value.TypeInfo a, Value.TypeInfo b) => a == b,
        (Value.Quantity a, var b) when Numbers.Of(b) is { } number => AreSystemEqual(a, new Value.Quantity(number, "1"), work),
        (var a, Value.Quantity b) when Numbers.Of(a) is { } number => AreSystemEqual(new Value.Quantity(number, "1"), b, work),
        var (a, b) => Numbers.Of(a) is { } first && Numbers.Of(b) is { } second && first == second,
    };

    /// <summary>Whatever the order; two empty collections are equivalent.</summary>
    public static bool AreEquivalent(Collection left, Collection right, Work work) =>
        left.Count == right.Count && AreEquivalent<Value>([.. left], [.. right], (a, b) => AreEquivalent(a, b, work));

    private static bool AreSystemEquivalent(Value left, Value right, Work work) => (left, right) switch
    {
        (Value.String a, Value.String b) => AreEquivalent(a.Text, b.Text),
        (Value.DateOrTime a, Value.DateOrTime b) =>
            IsTime(a.Temporal) == IsTime(b.Temporal) && TemporalComparison.AreEquivalent(a.Temporal, b.Temporal),
        (Value.Quantity a, Value.Quantity b) => Quantities.AreEquivalent(a, b),
        (Value.Quantity a, var b) when Numbers.Of(b) is { } number => AreSystemEquivalent(a, new Value.Quantity(number, "1"), work),
        (var a, Value.Quantity b) when Numbers.Of(a) is { } number => AreSystemEquivalent(new Value.Quantity(number, "1"), b, work),
        (Value.Node a, Value.Node b) =>
            a.Element == b.Element || AreEquivalent<Element>([.. a.Element.Children()], [.. b.Element.Children()],
                (child, other) => child.Name == other.Name && AreEquivalent(new Value.Node(child), new Value.Node(other), work)),
        var (a, b) when Numbers.Of(a) is { } first && Numbers.Of(b) is { } second => Numbers.AreEquivalent(first, second),
        var (a, b) => AreSystemEqual(a, b, work) == true,
    };

    private static bool? AreEqual(Temporal left, Temporal right) =>
        IsTime(left) != IsTime(right) ? false : TemporalComparison.Compare(left, right) is { } order ? order == 0 : null;

    private static bool IsTime(Temporal value) => value.Kind == TemporalKind.Time;

    // The order of children of different names means nothing, that of repetitions of one name does.
    private static bool? AreEqual(Element left, Element right, Work work)
    {
        var (first, second) = (ByName(left), ByName(right));
        if (first.Length != second.Length)
            return false;
        bool? equal = true;
        for (var i = 0; i < first.Length && equal != false; i++)
            equal = first[i].Name == second[i].Name
                ? And(equal, AreEqual(new Value.Node(first[i]), new Value.Node(second[i]), work))
                : false;
        return equal;
    }

    private static Element[] ByName(Element element)
    {
        List<Element> children = [.. element.Children()];
        return [.. children.OrderBy(child => child.Name, StringComparer.Ordinal)];
    }

    private static bool AreEquivalent<T>(List<T> left, List<T> right, Func<T, T, bool> areEquivalent)
    {
        foreach (var item in left)
        {
            var match = right.FindIndex(other => areEquivalent(item, other));
            if (match < 0)
                return false;
            right.RemoveAt(match);
        }
        return right.Count == 0;
    }

    // White space of any kind counts as one space (FHIRPath, String Equivalence).
    private static bool AreEquivalent(string left, string right) =>
        string.Equals(Normalised(left), Normalised(right), StringComparison.OrdinalIgnoreCase);

    private static string Normalised(string text) => text.Replace('\t', ' ').Replace('\n', ' ').Replace('\r', ' ');

    private static bool? And(bool? left, bool? right) => left == false || right == false ? false : left & right;
}
