using System.Buffers;
using System.CommandLine;
using Phr.Conformance;
using Phr.Conformance.Definitions;
using Phr.Conformance.Packages;
using Phr.Conformance.Profiles;
using Phr.Fhir.Structure;
using Phr.Fhir.Writing;

namespace Phr.Cli.Fhir;

/// <summary>
/// <c>phr validate FILE… [--package x.tgz] [--profile url]</c>: an OperationOutcome for each file, one a line, in the order asked. The exit
/// status is 1 where there is an error in any.
/// </summary>
internal static class Validate
{
    public static Command Verb()
    {
        var files = new Argument<FileInfo[]>("FILE") { Arity = ArgumentArity.OneOrMore, Description = "FHIR R4 resources in JSON." };
        var packages = Packages();
        var profiles = new Option<string[]>("--profile")
        {
            Description = "Canonical URL of a profile that each file has to conform to, beside those that it declares.",
            DefaultValueFactory = _ => [],
        };
        var verb = new Command("validate", "Checks resources against R4, the profiles that they declare, and those that are given.")
        {
            files, packages, profiles,
        };
        verb.SetAction(async (parsed, ct) => await Run(
            parsed.GetValue(files)!, Load(parsed.GetValue(packages)!), parsed.GetValue(profiles)!, Console.OpenStandardOutput(), ct));
        return verb;
    }

    public static Option<FileInfo[]> Packages() => new("--package")
    {
        Description = "A FHIR package (.tgz) with profiles and terminology; may be given several times.", DefaultValueFactory = _ => [],
    };

    /// <summary>R4 together with packages.</summary>
    /// <exception cref="CommandException">One cannot be read, or needs one that is not given.</exception>
    public static Rulebook Load(IReadOnlyList<FileInfo> packages)
    {
        var (set, left) = PackageSet.Of([.. packages.Select(file => ResourceFile.Open(file, archive => Read(file, archive)))]);
        return left is [var (package, fault), ..]
            ? throw new CommandException($"{package.Label}: {fault.English} ({fault.Place})")
            : packages.Count == 0 ? Rulebook.Core : new Rulebook(DefinitionLibrary.Core.With(set.Definitions));
    }

    public static async Task<int> Run(
        IReadOnlyList<FileInfo> files, Rulebook rules, IReadOnlyList<string> profiles, Stream output, CancellationToken ct)
    {
        var isFaulty = false;
        foreach (var file in files)
        {
            var issues = rules.Validator.Check(ResourceFile.Read(file), profiles);
            isFaulty |= issues.Any(issue => issue.Severity == IssueSeverity.Error);
            var line = new ArrayBufferWriter<byte>();
            OperationOutcomeJson.Write(line, issues.Count > 0 ? issues : [Validator.AllWell]);
            line.Write("\n"u8);
            await output.WriteAsync(line.WrittenMemory, ct);
        }
        return isFaulty ? 1 : 0;
    }

    private static FhirPackage Read(FileInfo file, FileStream archive)
    {
        var (package, fault) = PackageReader.Read(archive);
        return package ?? throw new CommandException($"{file.FullName}: {fault!.English} ({fault.Place})");
    }
}
