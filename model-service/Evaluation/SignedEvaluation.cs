using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Phr.Model.Scoring;

namespace Phr.Model.Evaluation;

/// <summary>
/// A site's decision on a model, go or no-go, signed (ECDSA over P-256 with SHA-256) over model, report, tasks, calibrations, site and
/// time. The stored form is JSON; the signed bytes are its fields, one a line.
/// </summary>
/// <param name="ModelDigest">Of the model as it was shipped.</param>
/// <param name="ReportSha256">Of the report that was decided on.</param>
/// <param name="Tasks">Keys of the tasks that may be shown; none is a no-go.</param>
public sealed record SignedEvaluation(
    string ModelDigest, string ReportSha256, IReadOnlyList<string> Tasks, string Site, DateTimeOffset SignedAt,
    string Signature)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Of those tasks that may be shown by the site's own calibration alone.</summary>
    public IReadOnlyDictionary<string, HazardCalibration> Calibrations { get; init; } = new Dictionary<string, HazardCalibration>();

    /// <summary>Decides by the criteria and signs: a task with a fault is not among those that may be shown.</summary>
    public static SignedEvaluation Sign(EvaluationReport report, AcceptanceCriteria criteria, string site,
        DateTimeOffset now, ECDsa key)
    {
        var shown = criteria.Decide(report).Where(decision => decision.IsShown)
            .OrderBy(decision => decision.Task, StringComparer.Ordinal).ToList();
        var unsigned = new SignedEvaluation(
            report.ModelDigest, report.Sha256, [.. shown.Select(decision => decision.Task)], site, now, "")
        {
            Calibrations = shown.Where(decision => decision.Calibration is not null)
                .ToDictionary(decision => decision.Task, decision => decision.Calibration!),
        };
        return unsigned with { Signature = Convert.ToBase64String(key.SignData(unsigned.Statement(),
            HashAlgorithmName.SHA256)) };
    }

    public bool IsSignedBy(ECDsa key)
    {
        var signature = new byte[(Signature.Length * 3 / 4) + 3];
        return Convert.TryFromBase64String(Signature, signature, out var length)
            && key.VerifyData(Statement(), signature.AsSpan(0, length), HashAlgorithmName.SHA256);
    }

    public byte[] Json() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    /// <summary>Null where the bytes are no such file.</summary>
    public static SignedEvaluation? Read(byte[] stored)
    {
        try
        {
            var read = JsonSerializer.Deserialize<SignedEvaluation>(stored, Options);
            return read is { ModelDigest: not null, ReportSha256: not null, Tasks: not null, Site: not null, Signature: not null,
                Calibrations: not null } && read.Calibrations.Values.All(one => one is not null) ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private byte[] Statement() => Encoding.UTF8.GetBytes(string.Join('\n',
    [
        "phr-evaluation-1", ModelDigest, ReportSha256, string.Join(',', Tasks), Site, SignedAt.UtcDateTime.ToString("O"),
        .. Calibrations.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} {one.Value.Written}"),
    ]));
}
