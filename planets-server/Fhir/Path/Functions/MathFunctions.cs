using System.Globalization;
using Phr.Fhir.Path.Evaluation;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path.Functions;

/// <summary>Math (FHIRPath §5.7). Roots, powers, logarithms go through double precision where decimals cannot be exact.</summary>
internal static class MathFunctions
{
    /// <summary>Digits after the point that round() takes.</summary>
    private const int RoundDigitsMax = 28;

    public static IReadOnlyList<Function> All { get; } =
    [
        new("abs", 0, 0, Absolute),
        Whole("ceiling", decimal.Ceiling),
        Whole("floor", decimal.Floor),
        Whole("truncate", decimal.Truncate),
        Real("exp", Math.Exp),
        Real("ln", Math.Log),
        Real("sqrt", Math.Sqrt),
        new("log", 1, 1, Logarithm),
        new("power", 1, 1, Power),
        new("round", 0, 1, Round),
    ];

    private static Function Whole(string name, Func<decimal, decimal> apply) => new(name, 0, 0, (in Call call) =>
        call.Input.Number(call.Offset) is { } number ? Collection.Of(Numbers.Whole(apply(number))) : default);

    private static Function Real(string name, Func<double, double> apply) => new(name, 0, 0, (in Call call) =>
        call.Input.Number(call.Offset) is { } number ? Finite(apply((double)number)) : default);

    private static Collection Absolute(in Call call) => call.Single() switch
    {
        null or Value.Integer { Number: int.MinValue } => default,
        Value.Integer integer => Collection.Of(Math.Abs(integer.Number)),
        Value.Decimal number => Collection.Of(Value.Of(Math.Abs(number.Number))),
        Value.Quantity quantity => Collection.Of(quantity with { Number = Math.Abs(quantity.Number) }),
        var other => throw call.Fault($"abs() takes a number or quantity, not {Singleton.Described(other)}."),
    };

    private static Collection Logarithm(in Call call) =>
        call.Input.Number(call.Offset) is { } number && call.Argument(0).Number(call.Offset) is { } @base
            ? Finite(Math.Log((double)number, (double)@base))
            : default;

    // Integers to a non-negative Integer power stay Integers; small whole powers of decimals stay exact.
    private static Collection Power(in Call call)
    {
        var (value, power) = (call.Single(), call.Argument(0).Single(call.Offset));
        if (value is null || power is null)
            return default;
        var (number, exponent) = (call.Input.Number(call.Offset)!.Value, call.Argument(0).Number(call.Offset)!.Value);
        if (exponent is < 0 or > 64 || decimal.Truncate(exponent) != exponent)
            return Finite(Math.Pow((double)number, (double)exponent));
        try
        {
            var exact = Enumerable.Repeat(number, (int)exponent).Aggregate(1m, (product, factor) => product * factor);
            return (value, power) is not (Value.Integer, Value.Integer) ? Collection.Of(Value.Of(exact))
                : Numbers.Whole(exact) is Value.Integer integer ? Collection.Of(integer)
                : default;
        }
        catch (OverflowException)
        {
            return default;
        }
    }

    private static Collection Round(in Call call)
    {
        if (call.Input.Number(call.Offset) is not { } number)
            return default;
        var digits = call.IntegerArgument(0) ?? 0;
        return digits < 0
            ? throw call.Fault("round() takes no negative number of digits.")
            : Collection.Of(Value.Of(Numbers.Round(number, Math.Min(digits, RoundDigitsMax))));
    }

    // What is no number, such as the root of -1, or beyond the range of decimals, is empty. Written out, a double keeps all its
    // digits, where a cast to decimal keeps fifteen.
    private static Collection Finite(double number) =>
        double.IsFinite(number)
        && decimal.TryParse(number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture,
            out var exact)
            ? Collection.Of(Value.Of(exact))
            : default;
}
