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
        var packages = Validate.Packages();
        var verb = new Command("fhirpath", "Evaluates a FHIRPath expression.") { file, expression, lines, packages };
        verb.Validators.Add(parsed =>
        {
            if (parsed.GetValue(lines) == (parsed.GetValue(expression) is not null))
                parsed.AddError("fhirpath takes FILE and EXPR, or --lines.");
        });
        verb.SetAction(parsed =>
        {
            var rules = Validate.Load(parsed.GetValue(packages)!);
            var command = new FhirPathCommand(() => rules.Validator.Paths());
            if (!parsed.GetValue(lines))
                return command.Run(
                    ResourceFile.Read(parsed.GetValue(file)!), parsed.GetValue(expression)!, Console.Out, Console.Error);
            command.RunLines(Console.In, Console.Out);
            return 0;
        });
        return verb;
    }
}
