using Phr.Fhir.Path.Syntax;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path.Evaluation;

/// <summary>
/// <c>sort()</c> by any number of keys; a minus sign before a key turns its order round, whatever its type. Items without a key
/// come first, equal items keep their order.
/// </summary>
internal static class Sorting
{
    public static Operation Compile(Operation target, Expr.Call call, Func<Expr, Operation> compile)
    {
        var offset = call.Offset;
        var keys = call.Arguments.IsEmpty
            ? [((in Scope scope) => scope.This, IsDescending: false)]
            : call.Arguments.Select(argument => argument is Expr.Negation { IsMinus: true, Operand: var operand }
                ? (compile(operand), true)
                : (compile(argument), false)).ToArray<(Operation Key, bool IsDescending)>();
        return (in Scope scope) =>
        {
            var items = target(scope);
            var rows = new (Value Item, Value?[] Keys)[items.Count];
            for (var i = 0; i < rows.Length; i++)
            {
                var on = scope.For(items[i], i);
                rows[i] = (items[i], [.. keys.Select(key => key.Key(on).Single(offset))]);
            }
            scope.Work.Spend(rows.Length * (1 + int.Log2(rows.Length + 1)));
            for (var i = 0; i < keys.Length; i++)
                CheckOrder(rows.Select(row => row.Keys[i]), offset);
            var order = Comparer<Value?[]>.Create((left, right) => Compare(left, right, keys));
            return Collection.Of(rows.OrderBy(row => row.Keys, order).Select(row => row.Item));
        };
    }

    // Checked before sorting, which must not be left by an exception: all keys have to be of one kind.
    private static void CheckOrder(IEnumerable<Value?> keys, int offset)
    {
        Value? first = null;
        foreach (var key in keys.OfType<Value>())
        {
            first ??= key;
            var order = Ordering.Compare(first, key, out var isComparable);
            if (!isComparable || (order is null && key is not Value.DateOrTime))
                throw Singleton.Fault("Two keys of sort() have no order between them.", offset);
        }
    }

    private static int Compare(Value?[] left, Value?[] right, (Operation Key, bool IsDescending)[] keys)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            var order = (left[i], right[i]) switch
            {
                (null, null) => 0,
                (null, _) => -1,
                (_, null) => 1,
                var (a, b) => Compare(a, b) * (keys[i].IsDescending ? -1 : 1),
            };
            if (order != 0)
                return order;
        }
        return 0;
    }

    // Where precision leaves the order of two dates open, the one that begins earlier comes first.
    private static int Compare(Value left, Value right) => (left, right) is (Value.DateOrTime first, Value.DateOrTime second)
        ? TemporalComparison.CompareStarts(first.Temporal, second.Temporal)
        : Math.Sign(Ordering.Compare(left, right, out _) ?? 0);
}
