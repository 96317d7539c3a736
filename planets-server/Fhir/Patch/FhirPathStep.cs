using System.Globalization;
using Phr.Fhir.Path;

namespace Phr.Fhir.Patch;

internal enum FhirPathOperation
{
    Add,
    Insert,
    Delete,
    Replace,
    Move,
}

/// <summary>One operation of a FHIRPath Patch. R4 fhirpatch.html.</summary>
/// <param name="Name">Of add: the element to add to.</param>
/// <param name="Value">Of add, insert and replace.</param>
/// <param name="Index">Of insert its index, of move its source.</param>
/// <param name="Destination">Of move.</param>
internal sealed record FhirPathStep(
    FhirPathOperation Operation, FhirPathExpression Path, string? Name, PatchValue? Value, int Index, int Destination)
{
    /// <summary>Null where it is none; then <paramref name="wrong"/> says why.</summary>
    public static FhirPathStep? Read(Element parameter, out string wrong)
    {
        wrong = "";
        if (parameter.Child("name").Text != "operation")
            wrong = "A parameter of a FHIRPath Patch is called operation.";
        else if (Kind(parameter) is not { } operation)
            wrong = "The type of an operation is one of add, insert, delete, replace, move.";
        else if (Text(parameter, "path") is not { } path || FhirPathCache.Shared.Compile(path).Expression is not { } expression)
            wrong = "The path of an operation is a FHIRPath expression.";
        else
            return Complete(parameter, operation, expression, ref wrong);
        return null;
    }

    private static FhirPathStep? Complete(Element parameter, FhirPathOperation operation, FhirPathExpression path, ref string wrong)
    {
        var name = Text(parameter, "name");
        if (operation == FhirPathOperation.Add && string.IsNullOrEmpty(name))
            wrong = "An add needs the name of the element to add.";
        var value = Part(parameter, "value") is { Exists: true } part ? PatchValue.Read(part) : null;
        if (operation is FhirPathOperation.Add or FhirPathOperation.Insert or FhirPathOperation.Replace && value is null)
            wrong = "An add, insert or replace needs a value.";
        var index = Integer(parameter, operation == FhirPathOperation.Move ? "source" : "index");
        if (operation is FhirPathOperation.Insert or FhirPathOperation.Move && index is null)
            wrong = "An insert needs an index, and a move a source, not below 0.";
        var destination = Integer(parameter, "destination");
        if (operation == FhirPathOperation.Move && destination is null)
            wrong = "A move needs a destination, not below 0.";
        return wrong.Length > 0 ? null : new(operation, path, name, value, index ?? 0, destination ?? 0);
    }

    private static FhirPathOperation? Kind(Element parameter) => Text(parameter, "type") switch
    {
        "add" => FhirPathOperation.Add,
        "insert" => FhirPathOperation.Insert,
        "delete" => FhirPathOperation.Delete,
        "replace" => FhirPathOperation.Replace,
        "move" => FhirPathOperation.Move,
        _ => null,
    };

    private static Element Part(Element parameter, string name)
    {
        foreach (var part in parameter.Children("part"))
        {
            if (part.Child("name").Text == name)
                return part;
        }
        return default;
    }

    private static string? Text(Element parameter, string name) =>
        Part(parameter, name) is { Exists: true } part ? part.Child("value").Text : null;

    private static int? Integer(Element parameter, string name) =>
        int.TryParse(Text(parameter, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
