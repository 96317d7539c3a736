using System.CommandLine;
using Phr.Cli;
using Phr.Cli.Bench;
using Phr.Cli.Demo;
using Phr.Cli.Evaluation;
using Phr.Cli.Fhir;
using Phr.Cli.Host;
using Phr.Cli.Ingest;
using Phr.Cli.Safekeeping;
using Phr.Cli.Simulation;
using Phr.Cli.Testing;
using Phr.Cli.Training;
using Phr.Cli.Tokens;

var phr = new RootCommand("Phr: one lifelong health record for each person.")
{
    Demo.Verb(),
    Up.Verb(),
    Down.Verb(),
    Serve.Verb(PlatformParts.All),
    Test.Verb(),
    Simulate.Verb(),
    Train.Verb(),
    Evaluate.Verb(),
    Validate.Verb(),
    EvaluatePath.Verb(),
    Bench.Verb(),
    Token.Verb(),
    OneTimeCode.Verb(),
    Ingest.Verb(),
    Verify.Verb(),
    Backup.Verb(),
    Restore.Verb(),
};
return await CommandLine.Run(phr, args, CancellationToken.None);
