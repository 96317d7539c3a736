using Phr.Fhir.Path.Syntax;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path.Evaluation;

/// <summary>Compiles the operators.</summary>
internal static class OperatorOperations
{
    public static Operation Binary(BinaryOperator symbol, Operation left, Operation right, int offset) => symbol switch
    {
        BinaryOperator.And => Logical(left, right, offset, decisive: false, (a, b) => a == false || b == false ? false : a & b),
        BinaryOperator.Or => Logical(left, right, offset, decisive: true, (a, b) => a == true || b == true ? true : a | b),
        BinaryOperator.Xor => Logical(left, right, offset, decisive: null, (a, b) => a ^ b),
        BinaryOperator.Implies => Implies(left, right, offset),
        BinaryOperator.Equal => Equal(left, right, isNegated: false),
        BinaryOperator.NotEqual => Equal(left, right, isNegated: true),
        BinaryOperator.Equivalent => Equivalent(left, right, isNegated: false),
        BinaryOperator.NotEquivalent => Equivalent(left, right, isNegated: true),
        BinaryOperator.Less => Ordered(left, right, offset, order => order < 0),
        BinaryOperator.Greater => Ordered(left, right, offset, order => order > 0),
        BinaryOperator.LessOrEqual => Ordered(left, right, offset, order => order <= 0),
        BinaryOperator.GreaterOrEqual => Ordered(left, right, offset, order => order >= 0),
        BinaryOperator.In => Membership(left, right, offset),
        BinaryOperator.Contains => Membership(right, left, offset),
        BinaryOperator.Union => Union(left, right),
        BinaryOperator.Concatenate => Concatenation(left, right, offset),
        _ => Arithmetical(symbol, left, right, offset),
    };

    public static Operation Negation(Operation operand, bool isMinus, int offset) => (in Scope scope) =>
        operand(scope).Single(offset) is { } value
            ? Collection.Of(isMinus ? Arithmetic.Negate(value, offset) : Signed(value, offset))
            : default;

    // A plus sign takes what a minus sign takes, and changes nothing.
    private static Value Signed(Value value, int offset)
    {
        Arithmetic.Negate(value, offset);
        return value;
    }

    // The right operand is not looked at where the left one decides; what cannot be known stays unknown.
    private static Operation Logical(
        Operation left, Operation right, int offset, bool? decisive, Func<bool?, bool?, bool?> combine) => (in Scope scope) =>
    {
        var first = left(scope).Truth(offset);
        return Collection.Of(first == decisive && first is not null ? first : combine(first, right(scope).Truth(offset)));
    };

    private static Operation Implies(Operation left, Operation right, int offset) => (in Scope scope) =>
    {
        var first = left(scope).Truth(offset);
        if (first == false)
            return Collection.Of(true);
        var second = right(scope).Truth(offset);
        return Collection.Of(first == true || second == true ? second : null);
    };

    private static Operation Equal(Operation left, Operation right, bool isNegated) => (in Scope scope) =>
        Collection.Of(Equality.AreEqual(left(scope), right(scope), scope.Work) ^ isNegated);

    private static Operation Equivalent(Operation left, Operation right, bool isNegated) => (in Scope scope) =>
        Collection.Of(Equality.AreEquivalent(left(scope), right(scope), scope.Work) ^ isNegated);

    private static Operation Ordered(Operation left, Operation right, int offset, Func<int, bool> holds) => (in Scope scope) =>
    {
        if (left(scope).Single(offset) is not { } first || right(scope).Single(offset) is not { } second)
            return default;
        var order = Ordering.Compare(first, second, out var isComparable);
        if (!isComparable)
            throw Singleton.Fault($"{Singleton.Described(first)} and {Singleton.Described(second)} have no order.", offset);
        return order is { } known ? Collection.Of(holds(known)) : default;
    };

    private static Operation Membership(Operation item, Operation among, int offset) => (in Scope scope) =>
    {
        var sought = item(scope);
        if (sought.IsEmpty)
            return default;
        if (sought.OnlyValue is not { } value)
            throw Singleton.Fault("One value is sought in a collection, not several.", offset);
        foreach (var candidate in among(scope))
            if (Equality.AreEqual(value, candidate, scope.Work) == true)
                return Collection.Of(true);
        return Collection.Of(false);
    };

    private static Operation Union(Operation left, Operation right) => (in Scope scope) =>
    {
        var (first, second) = (left(scope), right(scope));
        return first.Count + second.Count <= 1 ? (first.IsEmpty ? second : first) : Distinct(first, second, scope.Work);
    };

    /// <summary>The values of two collections, each once, in the order met.</summary>
    public static Collection Distinct(Collection first, Collection second, Work work)
    {
        var distinct = new DistinctValues(work);
        var into = new Collection.Builder();
        foreach (var value in first)
            if (distinct.Add(value))
                into.Add(value);
        foreach (var value in second)
            if (distinct.Add(value))
                into.Add(value);
        return work.Counted(into.ToCollection());
    }

    private static Operation Concatenation(Operation left, Operation right, int offset) => (in Scope scope) =>
        Collection.Of(scope.Work.Counted((left(scope).Text(offset) ?? "") + (right(scope).Text(offset) ?? "")));

    private static Operation Arithmetical(BinaryOperator symbol, Operation left, Operation right, int offset) => (in Scope scope) =>
    {
        if (left(scope).Single(offset) is not { } first || right(scope).Single(offset) is not { } second)
            return default;
        scope.Work.Spend();
        var result = Arithmetic.Apply(symbol, first, second, offset);
        if (result is Value.String text)
            scope.Work.Counted(text.Text);
        return Collection.Of(result);
    };
}
