using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Phr.Model.Evaluation;

/// <summary>
/// A site's decision on a model, signed (ECDSA over P-256 with SHA-256) over model, report, tasks, site and time. The
/// stored form is JSON; the signed bytes are its fields, one a line.
/// </summary>
/// <param name="ReportSha256">Of the report that was decided on.</param>
/// <param name="Tasks">Keys of the tasks that may be shown.</param>
public sealed record SignedEvaluation(
    string ModelDigest, string ReportSha256, IReadOnlyList<string> Tasks, string Site, DateTimeOffset SignedAt,
    string Signature)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Decides by the criteria and signs: a task with a fault is not among those that may be shown.</summary>
    public static SignedEvaluation Sign(EvaluationReport report, AcceptanceCriteria criteria, string site,
        DateTimeOffset now, ECDsa key)
    {
        var shown = report.Tasks.Where(task => criteria.Faults(task).Count == 0).Select(task => task.Task)
            .Order(StringComparer.Ordinal).ToList();
        var unsigned = new SignedEvaluation(report.ModelDigest,
            Convert.ToHexStringLower(SHA256.HashData(report.Json())), shown, site, now, "");
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
            return read is { ModelDigest: not null, ReportSha256: not null, Tasks: not null, Site: not null,
                Signature: not null } ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private byte[] Statement() =>
        Encoding.UTF8.GetBytes(string.Join('\n',
        ["phr-evaluation-1", ModelDigest, ReportSha256, string.Join(',', Tasks), Site,
        SignedAt.UtcDateTime.ToString("O")]));
}
