using System.Text;
using Phr.Tests.Support;

namespace Phr.Tests.Fhir;

/// <summary>Sound resources of the tests' own, each with another part of what JSON can hold.</summary>
internal static class Samples
{
    public static readonly string Patient = Read("patient.json");
    public static readonly string Observation = Read("observation.json");
    public static readonly string MedicationRequest = Read("medication-request.json");
    public static readonly string Transaction = Read("transaction.json");
    public static readonly IReadOnlyList<string> All = [Patient, Observation, MedicationRequest, Transaction];

    /// <summary>A file of the folder Samples, without the line end at its end.</summary>
    public static string Read(string name) => Encoding.UTF8.GetString(GoldenFile.Bytes($"Fhir/Samples/{name}")).TrimEnd('\n');

    /// <summary>Compares with a file of the folder; with <c>PHR_GOLDEN=write</c> the file is written instead.</summary>
    public static void Same(string name, string actual)
    {
        if (Environment.GetEnvironmentVariable("PHR_GOLDEN") == "write")
            File.WriteAllText(GoldenFile.PathOf($"Fhir/Samples/{name}"), actual + "\n");
        Assert.Equal(Read(name), actual);
    }

    /// <summary>The lines of a file of the folder Samples after the first, by their tabs.</summary>
    public static IEnumerable<string[]> Rows(string name) => Read(name).Split('\n').Skip(1).Select(line => line.Split('\t'));

    public static byte[] Utf8(string json) => Encoding.UTF8.GetBytes(json);
}
