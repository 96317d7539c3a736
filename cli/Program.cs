using System.CommandLine;
using Phr.Cli;
using Phr.Cli.Bench;
using Phr.Cli.Fhir;
using Phr.Cli.Testing;

var phr = new RootCommand("Phr: one lifelong health record for each person.")
{
    Test.Verb(),
    Validate.Verb(),
    EvaluatePath.Verb(),
    Bench.Verb(),
};
return await CommandLine.Run(phr, args, CancellationToken.None);
