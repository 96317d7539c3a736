using System.Globalization;

namespace Phr.Fhir.Path.Values;

/// <summary>One item of a FHIRPath collection: an element of a document, or a computed value of a System type.</summary>
public abstract record Value
{
    private Value()
    {
    }

    /// <summary>The name of the System type; of an element and of type information null.</summary>
    public virtual string? SystemType => null;

    public static Boolean Of(bool value) => value ? Boolean.True : Boolean.False;

    public static Integer Of(int value) => new(value);

    public static Decimal Of(decimal value) => new(value);

    public static String Of(string value) => new(value);

    public static DateOrTime Of(Temporal value) => new(value);

    /// <summary>An element of a document. A primitive becomes the value that it has where an operation wants one.</summary>
    public sealed record Node(Element Element) : Value
    {
        public override string ToString() => Element.Path();
    }

    public sealed record Boolean : Value
    {
        private Boolean(bool isTrue) => IsTrue = isTrue;

        public static Boolean True { get; } = new(true);

        public static Boolean False { get; } = new(false);

        public bool IsTrue { get; }

        public override string SystemType => "Boolean";

        public override string ToString() => IsTrue ? "true" : "false";
    }

    public sealed record Integer(int Number) : Value
    {
        public override string SystemType => "Integer";

        public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Keeps its digits: 1.50 is written with both decimals.</summary>
    public sealed record Decimal(decimal Number) : Value
    {
        public override string SystemType => "Decimal";

        public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);
    }

    public sealed record String(string Text) : Value
    {
        public override string SystemType => "String";

        public override string ToString() => Text;
    }

    /// <summary>A Date, DateTime or Time.</summary>
    public sealed record DateOrTime(Temporal Temporal) : Value
    {
        public override string SystemType => Temporal.Kind.ToString();

        public override string ToString() => Temporal.ToString();
    }

    /// <param name="Unit">A UCUM code, a calendar duration keyword as written, or <c>1</c>.</param>
    public sealed record Quantity(decimal Number, string Unit) : Value
    {
        public override string SystemType => "Quantity";

        /// <summary>A keyword stands free, a UCUM code in quotes: <c>1 week</c>, <c>4.5 'mg'</c>.</summary>
        public override string ToString() => CalendarDuration.FromKeyword(Unit) is null
            ? string.Create(CultureInfo.InvariantCulture, $"{Number} '{Unit}'")
            : string.Create(CultureInfo.InvariantCulture, $"{Number} {Unit}");
    }

    /// <summary>What <c>type()</c> tells of a value.</summary>
    /// <param name="Base">Qualified name of the type that it specialises; empty where there is none.</param>
    public sealed record TypeInfo(string Namespace, string Name, string Base) : Value
    {
        public override string ToString() => $"{Namespace}.{Name}";
    }
}
