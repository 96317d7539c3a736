using Phr.Fhir;
using Phr.Planets.Operations;
using Phr.Platform;

namespace Phr.Planets.Terminology;

/// <summary>The parameters of an operation by name.</summary>
internal static class AskedValues
{
    /// <summary>The primitive value of a parameter that comes once.</summary>
    public static string? Text(this OperationInput input, string name) => input.Find(name)?.Text;

    public static IEnumerable<string> Texts(this OperationInput input, string name) =>
        input.Parameters.Where(parameter => parameter.Name == name).Select(parameter => parameter.Text).OfType<string>();

    /// <summary>A parameter that is a data type or a resource; <c>default</c> where it is not given.</summary>
    public static Element Value(this OperationInput input, string name) => input.Find(name)?.Value ?? default;

    public static bool? Flag(this OperationInput input, string name) => input.Text(name) switch { "true" => true, "false" =>
        false, _ => null };

    /// <summary>A whole number from 0 on; null where it is not given; refused where it is none.</summary>
    public static Answer<int?> Number(this OperationInput input, string name) => input.Find(name) switch
    {
        null => (int?)null,
        { Text: { } text } when int.TryParse(text, out var number) && number >= 0 => number,
        var wrong => wrong.Wrong("This is no whole number from 0 on."),
    };
}
