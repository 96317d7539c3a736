using Phr.Fhir.Path.Evaluation;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path.Functions;

/// <summary>The current time, boundaries and precision, comparability, type information (FHIRPath §5.9, §11; STU functions).</summary>
internal static class TemporalFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("now", 0, 0, (in Call call) => Collection.Of(Value.Of(call.Scope.Run.Now))),
        new("today", 0, 0, (in Call call) => Collection.Of(Value.Of(call.Scope.Run.Now.AsDate()))),
        new("timeOfDay", 0, 0, (in Call call) => Collection.Of(Value.Of(call.Scope.Run.Now.AsTime()))),
        new("lowBoundary", 0, 1, (in Call call) => Bound(call, isHigh: false)),
        new("highBoundary", 0, 1, (in Call call) => Bound(call, isHigh: true)),
        new("precision", 0, 0, Precision),
        new("comparable", 1, 1, Comparable),
    ];

    private static Collection Bound(in Call call, bool isHigh)
    {
        var digits = call.IntegerArgument(0);
        var single = call.Single();
        // Of a Period the first and the last moment (SQL on FHIR 2).
        if (single is Value.Node { Element: { Type.Name: "Period" } period })
        {
            var edge = period.Child(isHigh ? "end" : "start");
            single = edge.Exists ? SystemValue.Of(new Value.Node(edge)) : null;
        }
        return single switch
        {
            null => default,
            Value.DateOrTime value => Boundary.OfTemporal(value.Temporal, digits, isHigh) is { } bound
                ? Collection.Of(Value.Of(bound)) : default,
            Value.Quantity quantity => Boundary.OfDecimal(quantity.Number, digits, isHigh) is { } bound
                ? Collection.Of(quantity with { Number = bound }) : default,
            var value when Numbers.Of(value) is { } number => Boundary.OfDecimal(number, digits, isHigh) is { } bound
                ? Collection.Of(Value.Of(bound)) : default,
            var other => throw call.Fault($"{Singleton.Described(other)} has no boundaries."),
        };
    }

    private static Collection Precision(in Call call) => call.Single() switch
    {
        null => default,
        Value.DateOrTime value => Collection.Of(Boundary.Digits(value.Temporal)),
        Value.Quantity quantity => Collection.Of((int)quantity.Number.Scale),
        var value when Numbers.Of(value) is { } number => Collection.Of((int)number.Scale),
        var other => throw call.Fault($"{Singleton.Described(other)} has no precision."),
    };

    private static Collection Comparable(in Call call)
    {
        var (left, right) = (call.Single(), call.Argument(0).Single(call.Offset));
        if (left is null || right is null)
            return default;
        return left is Value.Quantity first && right is Value.Quantity second
            ? Collection.Of(Quantities.Compare(first, second) is not null)
            : throw call.Fault("comparable() takes quantities.");
    }
}
