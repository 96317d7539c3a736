using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path.Evaluation;

/// <summary>Takes a collection for the one value that an operation wants (FHIRPath, Singleton Evaluation of Collections).</summary>
internal static class Singleton
{
    /// <summary>The only item as a System value where it is one; null where there is none.</summary>
    public static Value? Single(this Collection collection, int offset)
    {
        if (collection.Count > 1)
            throw Fault($"One value is expected here, not {collection.Count}.", offset);
        return collection.OnlyValue is { } value ? SystemValue.Of(value) : null;
    }

    /// <summary>The only item as a truth value: any that is no Boolean counts as true; null where there is none.</summary>
    public static bool? Truth(this Collection collection, int offset) => collection.Single(offset) switch
    {
        null => null,
        Value.Boolean boolean => boolean.IsTrue,
        _ => true,
    };

    public static string? Text(this Collection collection, int offset) => collection.Single(offset) switch
    {
        null => null,
        Value.String text => text.Text,
        var other => throw Fault($"A String is expected here, not {Described(other)}.", offset),
    };

    public static int? Integer(this Collection collection, int offset) => collection.Single(offset) switch
    {
        null => null,
        Value.Integer integer => integer.Number,
        var other => throw Fault($"An Integer is expected here, not {Described(other)}.", offset),
    };

    public static decimal? Number(this Collection collection, int offset) => collection.Single(offset) switch
    {
        null => null,
        var value => Numbers.Of(value) ?? throw Fault($"A number is expected here, not {Described(value)}.", offset),
    };

    /// <summary>The type of a value, for messages.</summary>
    public static string Described(Value value) => value switch
    {
        Value.Node node => node.Element.Type?.TypeName ?? "an element without type",
        Value.TypeInfo => "type information",
        _ => value.SystemType!,
    };

    public static EvaluationStopped Fault(string reason, int offset) => new(new(FhirPathErrorKind.Execution, reason, offset));
}
