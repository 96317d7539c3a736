using System.Collections;
using System.Collections.Immutable;

namespace Phr.Fhir.Path.Values;

/// <summary>An ordered FHIRPath collection. One word: nothing, one value, or an array of several; one value costs no array.</summary>
public readonly struct Collection : IReadOnlyList<Value>
{
    private readonly object? _items;

    private Collection(object? items) => _items = items;

    public static Collection Empty => default;

    public bool IsEmpty => _items is null;

    public int Count => _items switch { null => 0, Value[] many => many.Length, _ => 1 };

    /// <summary>The only value; null where there is none or more than one.</summary>
    public Value? OnlyValue => _items as Value;

    public Value this[int index] => _items switch
    {
        Value[] many => many[index],
        Value one when index == 0 => one,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public static Collection Of(Value? value) => new(value);

    public static Collection Of(bool value) => new(Value.Of(value));

    public static Collection Of(bool? value) => value is { } known ? Of(known) : default;

    public static Collection Of(string? value) => value is null ? default : new(Value.Of(value));

    public static Collection Of(int value) => new(Value.Of(value));

    public static Collection Of(Element element) => element.Exists ? new(new Value.Node(element)) : default;

    public static Collection Of(IEnumerable<Value> values) => FromArray([.. values]);

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<Value> IEnumerable<Value>.GetEnumerator() => (_items switch
    {
        null => ImmutableArray<Value>.Empty.AsEnumerable(),
        Value[] many => many,
        var one => [(Value)one],
    }).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<Value>)this).GetEnumerator();

    private static Collection FromArray(Value[] values) => values.Length switch
    {
        0 => default,
        1 => new(values[0]),
        _ => new(values),
    };

    public struct Enumerator
    {
        private readonly Collection _collection;
        private readonly int _count;
        private int _next;

        internal Enumerator(Collection collection)
        {
            _collection = collection;
            _count = collection.Count;
        }

        public readonly Value Current => _collection[_next - 1];

        public bool MoveNext() => _next++ < _count;
    }

    /// <summary>Gathers values in order; the array is made when there is a second one.</summary>
    internal struct Builder
    {
        private Value? _first;
        private Value[]? _values;

        public int Count { get; private set; }

        public void Add(Value value)
        {
            if (Count == 0)
                _first = value;
            else
                AddFurther(value);
            Count++;
        }

        public void Add(Collection values)
        {
            foreach (var value in values)
                Add(value);
        }

        public readonly Collection ToCollection() => Count switch
        {
            0 => default,
            1 => new(_first),
            _ when _values!.Length == Count => new(_values),
            _ => new(_values[..Count]),
        };

        private void AddFurther(Value value)
        {
            if (_values is null)
                _values = [_first!, value];
            else
            {
                if (_values.Length == Count)
                    Array.Resize(ref _values, Count * 2);
                _values[Count] = value;
            }
        }
    }
}
