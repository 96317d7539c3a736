using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Phr.Model.Scoring;

namespace Phr.Model.Evaluation;

/// <summary>
/// A site's decision on a model, go or no-go, signed (ECDSA over P-256 with SHA-256) over model, report, tasks, calibrations, site and
/// time. Stored form and signed bytes are JSON.
/// </summary>
/// <param name="ModelDigest">Of the model as it was shipped.</param>
/// <param name="ReportSha256">Of the report that was decided on.</param>
/// <param name="Tasks">Keys of the tasks that may be shown; none is a no-go.</param>
public sealed record SignedEvaluation(
    string ModelDigest, string ReportSha256, IReadOnlyList<string> Tasks, string Site, DateTimeOffset SignedAt,
    string Signature)
{
    /// <summary>Characters of a site's name.</summary>
    public const int SiteLengthMax = 200;

    private const string Lines = "phr-evaluation-1";
    private const string Array = "phr-evaluation-2";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>
    /// How the signed bytes are made; they begin with it. The first version, which stored no name of its own, was fields, one a line, and
    /// is read where no field can be taken for two.
    /// </summary>
    public string Statement { get; init; } = Lines;

    /// <summary>Of those tasks that may be shown by the site's own calibration alone.</summary>
    public IReadOnlyDictionary<string, HazardCalibration> Calibrations { get; init; } = new Dictionary<string, HazardCalibration>();

    /// <summary>Why nobody can sign by this name, or null.</summary>
    public static string? FaultOfSite(string site) => site.Length is > 0 and <= SiteLengthMax && !site.Any(char.IsControl)
        ? null
        : $"a site's name has 1 to {SiteLengthMax} characters, and none of control.";

    /// <summary>Decides by the criteria and signs: a task with a fault is not among those that may be shown.</summary>
    public static SignedEvaluation Sign(EvaluationReport report, AcceptanceCriteria criteria, string site,
        DateTimeOffset now, ECDsa key)
    {
        if (FaultOfSite(site) is { } fault)
            throw new ArgumentException(fault, nameof(site));
        var shown = criteria.Decide(report).Where(decision => decision.IsShown)
            .OrderBy(decision => decision.Task, StringComparer.Ordinal).ToList();
        var unsigned = new SignedEvaluation(
            report.ModelDigest, report.Sha256, [.. shown.Select(decision => decision.Task)], site, now, "")
        {
            Statement = Array,
            Calibrations = shown.Where(decision => decision.Calibration is not null)
                .ToDictionary(decision => decision.Task, decision => decision.Calibration!),
        };
        return unsigned with { Signature = Convert.ToBase64String(key.SignData(unsigned.Signed()!,
            HashAlgorithmName.SHA256)) };
    }

    public bool IsSignedBy(ECDsa key)
    {
        var signature = new byte[(Signature.Length * 3 / 4) + 3];
        return Convert.TryFromBase64String(Signature, signature, out var length)
            && Signed() is { } bytes && key.VerifyData(bytes, signature.AsSpan(0, length), HashAlgorithmName.SHA256);
    }

    public byte[] Json() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    /// <summary>Null where the bytes are no such file.</summary>
    public static SignedEvaluation? Read(byte[] stored)
    {
        try
        {
            var read = JsonSerializer.Deserialize<SignedEvaluation>(stored, Options);
            return read is { ModelDigest: not null, ReportSha256: not null, Tasks: not null, Site: not null, Signature: not null,
                Calibrations: not null } && read.Calibrations.Values.All(one => one is not null) && read.Tasks.All(task => task is not null)
                ? read
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Null for a version that this one does not know, and where the first is not one thing only.</summary>
    private byte[]? Signed() => Statement switch
    {
        Array => JsonSerializer.SerializeToUtf8Bytes<object[]>(
            [Array, ModelDigest, ReportSha256, Tasks, Site, SignedAt.UtcDateTime.ToString("O"), Written(Calibrations)]),
        Lines when !IsAmbiguous => Encoding.UTF8.GetBytes(string.Join('\n',
        [
            Lines, ModelDigest, ReportSha256, string.Join(',', Tasks), Site, SignedAt.UtcDateTime.ToString("O"),
            .. Written(Calibrations),
        ])),
        _ => null,
    };

    private bool IsAmbiguous => Tasks.Concat(Calibrations.Keys).Any(key => key.Contains(',', StringComparison.Ordinal))
        || Tasks.Concat(Calibrations.Keys).Append(ModelDigest).Append(ReportSha256).Append(Site).Any(text => text.Any(char.IsControl));

    private static string[] Written(IReadOnlyDictionary<string, HazardCalibration> calibrations) =>
        [.. calibrations.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} {one.Value.Written}")];
}
