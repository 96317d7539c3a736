using System.CommandLine;
using Phr.Fhir.Path;

namespace Phr.Cli.Fhir;

/// <summary><c>phr fhirpath FILE EXPR</c>, or <c>--lines</c> for many expressions on standard input.</summary>
internal static class EvaluatePath
{
    public static Command Verb()
    {
        var file = new Argument<FileInfo?>("FILE") { Arity = ArgumentArity.ZeroOrOne, Description = "A FHIR R4 resource in JSON." };
        var expression = new Argument<string?>("EXPR") { Arity = ArgumentArity.ZeroOrOne, Description = "A FHIRPath expression." };
        var lines = new Option<bool>("--lines")
        {
            Description = """Reads lines {"resource","expr"}, writes lines {"result"} or {"error"}.""",
        };
        var verb = new Command("fhirpath", "Evaluates a FHIRPath expression.") { file, expression, lines };
        verb.Validators.Add(parsed =>
        {
            if (parsed.GetValue(lines) == (parsed.GetValue(expression) is not null))
                parsed.AddError("fhirpath takes FILE and EXPR, or --lines.");
        });
        verb.SetAction(parsed =>
        {
            if (!parsed.GetValue(lines))
                return FhirPathCommand.Run(
                    ResourceFile.Read(parsed.GetValue(file)!), parsed.GetValue(expression)!, Console.Out, Console.Error);
            FhirPathCommand.RunLines(Console.In, Console.Out);
            return 0;
        });
        return verb;
    }
}
