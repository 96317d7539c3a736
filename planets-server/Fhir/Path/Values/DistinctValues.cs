namespace Phr.Fhir.Path.Values;

/// <summary>The values met so far, no two of them equal. Few are compared one by one, many by hash first.</summary>
internal sealed class DistinctValues(Work work)
{
    private const int UnhashedMax = 16;

    private readonly List<Value> _values = [];
    private Dictionary<int, List<Value>>? _byHash;
    private bool _hasQuantity;

    /// <summary>Whether the value is new.</summary>
    public bool Add(Value value)
    {
        if (Contains(value))
            return false;
        _values.Add(value);
        _hasQuantity |= SystemValue.Of(value) is Value.Quantity;
        if (_byHash is not null)
            Index(value);
        else if (_values.Count > UnhashedMax)
        {
            _byHash = [];
            _values.ForEach(Index);
        }
        return true;
    }

    // A quantity may equal a number, or one in another unit: for it hashes say nothing.
    public bool Contains(Value value)
    {
        if (_byHash is null || _hasQuantity || SystemValue.Of(value) is Value.Quantity)
            return IsAmong(_values, value);
        return _byHash.TryGetValue(Hash(value), out var alike) && IsAmong(alike, value);
    }

    private bool IsAmong(List<Value> values, Value value)
    {
        foreach (var other in values)
            if (Equality.AreEqual(value, other, work) == true)
                return true;
        return false;
    }

    private void Index(Value value)
    {
        var hash = Hash(value);
        if (!_byHash!.TryGetValue(hash, out var alike))
            _byHash.Add(hash, alike = []);
        alike.Add(value);
    }

    // Equal values have equal hashes: numbers of any type as decimals, elements by what is below them in any order.
    private int Hash(Value value)
    {
        work.Spend();
        return SystemValue.Of(value) switch
        {
            Value.String text => text.Text.GetHashCode(StringComparison.Ordinal),
            Value.Boolean truth => truth.IsTrue ? 1 : 2,
            Value.DateOrTime temporal => TemporalComparison.Hash(temporal.Temporal),
            Value.Node node => Hash(node.Element),
            Value.Quantity => 3,
            Value.TypeInfo info => info.GetHashCode(),
            var number => Numbers.Of(number)!.Value.GetHashCode(),
        };
    }

    private int Hash(Element element)
    {
        var hash = 0;
        foreach (var child in element.Children())
            hash ^= HashCode.Combine(child.Name, Hash(new Value.Node(child)));
        return hash;
    }
}
