using System.Diagnostics;
using Phr.Fhir.Path.Syntax;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path.Evaluation;

/// <summary>The operators of numbers, quantities, strings and dates (FHIRPath, Math and Date/Time Arithmetic).</summary>
internal static class Arithmetic
{
    /// <summary>The result; null, which is the empty collection, on overflow, division by zero and units that do not go together.</summary>
    /// <exception cref="EvaluationStopped">The operator does not take values of these types.</exception>
    public static Value? Apply(BinaryOperator symbol, Value left, Value right, int offset)
    {
        try
        {
            return (left, right) switch
            {
                (Value.Integer a, Value.Integer b) => Integers(symbol, a.Number, b.Number),
                (Value.String a, Value.String b) when symbol == BinaryOperator.Plus => Value.Of(a.Text + b.Text),
                (Value.DateOrTime a, Value.Quantity b) when symbol is BinaryOperator.Plus or BinaryOperator.Minus =>
                    Value.Of(Move(a.Temporal, symbol == BinaryOperator.Plus ? b : b with { Number = -b.Number }, offset)),
                (Value.Quantity a, Value.Quantity b) => Amounts(symbol, a, b, offset),
                (Value.Quantity a, _) when Numbers.Of(right) is { } b => Amounts(symbol, a, new(b, "1"), offset),
                (_, Value.Quantity b) when Numbers.Of(left) is { } a => Amounts(symbol, new(a, "1"), b, offset),
                _ when Numbers.Of(left) is { } a && Numbers.Of(right) is { } b => Decimals(symbol, a, b),
                _ => throw Unsuited(symbol, left, right, offset),
            };
        }
        catch (Exception outOfRange) when (outOfRange is OverflowException or DivideByZeroException)
        {
            return null;
        }
    }

    public static Value? Negate(Value operand, int offset) => operand switch
    {
        Value.Integer { Number: int.MinValue } => null,
        Value.Integer integer => Value.Of(-integer.Number),
        Value.Decimal number => Value.Of(-number.Number),
        Value.Quantity quantity => quantity with { Number = -quantity.Number },
        _ => throw Singleton.Fault($"A sign stands before numbers and quantities, not {Singleton.Described(operand)}.", offset),
    };

    // Division of two Integers gives a Decimal; overflow of 32 bits is checked throughout.
    private static Value Integers(BinaryOperator symbol, int left, int right) => symbol switch
    {
        BinaryOperator.Plus => Value.Of(left + right),
        BinaryOperator.Minus => Value.Of(left - right),
        BinaryOperator.Times => Value.Of(left * right),
        BinaryOperator.Divide => Value.Of((decimal)left / right),
        BinaryOperator.DivideInteger => Value.Of(left / right),
        BinaryOperator.Modulo => Value.Of(left % right),
        _ => throw new UnreachableException(),
    };

    private static Value Decimals(BinaryOperator symbol, decimal left, decimal right) => symbol switch
    {
        BinaryOperator.Plus => Value.Of(left + right),
        BinaryOperator.Minus => Value.Of(left - right),
        BinaryOperator.Times => Value.Of(left * right),
        BinaryOperator.Divide => Value.Of(left / right),
        BinaryOperator.DivideInteger => Numbers.Whole(decimal.Truncate(left / right)),
        BinaryOperator.Modulo => Value.Of(left % right),
        _ => throw new UnreachableException(),
    };

    private static Value? Amounts(BinaryOperator symbol, Value.Quantity left, Value.Quantity right, int offset) => symbol switch
    {
        BinaryOperator.Plus => Quantities.Add(left, right),
        BinaryOperator.Minus => Quantities.Add(left, right with { Number = -right.Number }),
        BinaryOperator.Times => Quantities.Multiply(left, right, 1),
        BinaryOperator.Divide => Quantities.Multiply(left, right, -1),
        _ => throw Unsuited(symbol, left, right, offset),
    };

    // UCUM's year and month have a fixed length that no calendar knows; its shorter durations are those of the calendar. A
    // fraction of UCUM's second is dropped (official suite, testPlusDate19), of the calendar's it counts.
    private static Temporal Move(Temporal value, Value.Quantity duration, int offset)
    {
        var ucum = CalendarDuration.FromUcum(duration.Unit);
        var unit = CalendarDuration.FromKeyword(duration.Unit) ?? (ucum > CalendarUnit.Month ? ucum : null)
            ?? throw Singleton.Fault("Only a duration of the calendar is added to a date or time.", offset);
        var amount = ucum is null ? duration.Number : decimal.Truncate(duration.Number);
        return TemporalArithmetic.Add(value, amount, unit, out var error) ?? throw Singleton.Fault(error!, offset);
    }

    private static EvaluationStopped Unsuited(BinaryOperator symbol, Value left, Value right, int offset) => Singleton.Fault(
        $"The operator {symbol.Text()} does not take {Singleton.Described(left)} and {Singleton.Described(right)}.", offset);
}
