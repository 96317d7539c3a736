using System.Text;
using System.Text.Json;

namespace Phr.Fhir.Path;

/// <summary>
/// The command <c>phr fhirpath</c>. Expressions are read strictly: a name that the resource's type does not have is an error,
/// not an empty result.
/// </summary>
/// <param name="definitions">What answers for terminology and profiles, anew for each expression.</param>
public sealed class FhirPathCommand(Func<FhirPathEnvironment> definitions)
{
    /// <summary><c>phr fhirpath FILE EXPR</c>: writes the result as one JSON line, or one line to <paramref name="error"/>.</summary>
    /// <param name="resource">The bytes of the file.</param>
    /// <returns>The exit code: 0, or 1 after an error.</returns>
    public int Run(ReadOnlyMemory<byte> resource, string expression, TextWriter output, TextWriter error)
    {
        var (result, fault) = Answer(resource, expression);
        if (result is not null)
            output.WriteLine(result);
        else
            error.WriteLine($"phr fhirpath: {fault}");
        return result is null ? 1 : 0;
    }

    /// <summary>
    /// <c>phr fhirpath --lines</c>: for each line <c>{"resource":{…},"expr":"…"}</c> writes a line <c>{"result":[…]}</c> or
    /// <c>{"error":"…"}</c>. Without a resource the expression is evaluated on nothing. A faulty line ends nothing.
    /// </summary>
    public void RunLines(TextReader input, TextWriter output)
    {
        while (input.ReadLine() is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            var (result, fault) = AnswerLine(line);
            output.WriteLine(result is not null
                ? $$"""{"result":{{result}}}""" : $$"""{"error":"{{JsonEncodedText.Encode(fault!, FhirPathJson.Encoder)}}"}""");
            output.Flush();
        }
    }

    private (string? Result, string? Fault) AnswerLine(string line)
    {
        try
        {
            using var request = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 128 });
            if (request.RootElement.ValueKind != JsonValueKind.Object
                || !request.RootElement.TryGetProperty("expr", out var expression) || expression.ValueKind != JsonValueKind.String)
                return (null, "The line is no object with a string expr.");
            var hasResource = request.RootElement.TryGetProperty("resource", out var resource) && resource.ValueKind != JsonValueKind.Null;
            return Answer(hasResource ? Encoding.UTF8.GetBytes(resource.GetRawText()) : default, expression.GetString()!);
        }
        catch (JsonException)
        {
            return (null, "The line is no JSON.");
        }
    }

    private (string? Result, string? Fault) Answer(ReadOnlyMemory<byte> resource, string text)
    {
        var (expression, error) = FhirPathCache.Shared.Compile(text);
        if (expression is null)
            return (null, Described(error!, text));
        if (resource.IsEmpty)
            return Answer(expression, default, text);
        var (document, issues) = FhirDocument.ParseLenient(resource);
        if (document is null)
            return (null, $"The resource cannot be read: {issues[0].English}");
        using (document)
            return Answer(expression, document.Root, text);
    }

    private (string? Result, string? Fault) Answer(FhirPathExpression expression, Element context, string text)
    {
        var (items, error) = expression.Evaluate(context, definitions() with { IsStrict = true });
        return error is null ? (FhirPathJson.ToLine(items), null) : (null, Described(error, text));
    }

    private static string Described(FhirPathError error, string text)
    {
        var (line, column) = error.Place(text);
        return $"{error.Reason} (line {line}, column {column})";
    }
}
