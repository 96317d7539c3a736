namespace Phr.Fhir.Path.Values;

/// <summary>The order of values, for <c>&lt;</c> and the like and for sorting.</summary>
internal static class Ordering
{
    /// <summary>Negative, zero or positive; null where the order is unknown.</summary>
    /// <param name="isComparable">False where the types have no order between them, which is an error.</param>
    public static int? Compare(Value left, Value right, out bool isComparable)
    {
        isComparable = true;
        switch (SystemValue.Of(left), SystemValue.Of(right))
        {
            case (Value.String a, Value.String b):
                return string.CompareOrdinal(a.Text, b.Text);
            case (Value.DateOrTime { Temporal: var a }, Value.DateOrTime { Temporal: var b })
                when a.Kind == TemporalKind.Time == (b.Kind == TemporalKind.Time):
                return TemporalComparison.Compare(a, b);
            case (Value.Quantity a, Value.Quantity b):
                return Quantities.Compare(a, b);
            case (Value.Quantity a, var b) when Numbers.Of(b) is { } number:
                return Quantities.Compare(a, new(number, "1"));
            case (var a, Value.Quantity b) when Numbers.Of(a) is { } number:
                return Quantities.Compare(new(number, "1"), b);
            case var (a, b) when Numbers.Of(a) is { } first && Numbers.Of(b) is { } second:
                return first.CompareTo(second);
            default:
                isComparable = false;
                return null;
        }
    }
}
