using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Phr.Model.Assessments;
using Phr.Model.People;
using Phr.Model.Risks;
using Phr.Model.Scoring;

namespace Phr.Model.Publishing;

/// <summary>
/// Gives planets-server a person's RiskAssessments: each new answer is a version of the one before, an outcome that is no longer
/// answered is deleted, and what would say the same again is not sent. The model's Device is written once.
/// </summary>
/// <param name="planets">Client with the service's token, based at planets-server.</param>
public sealed class AssessmentWriter(HttpClient planets, PublishedResources published, RiskModel model, RiskGate gate)
{
    private const string Json = "application/fhir+json";

    private static readonly CompositeFormat Rounded = CompositeFormat.Parse("{0}:{1:F4};");

    private string Device => $"Device/{ModelDeviceResource.Id(model.Artefact)}";

    /// <exception cref="HttpRequestException">planets-server does not answer, or did not take one.</exception>
    public async Task Write(string patient, Publication publication, CancellationToken ct)
    {
        var known = await published.Of(patient, ct);
        var shown = publication.Assessment.Outcomes.Where(risk => risk.NotAsked is null && gate.Shows(risk.Task.Key)).ToList();
        if (shown.Count > 0)
            await WriteDevice(ct);
        foreach (var risk in shown)
        {
            var context = new AssessmentContext(
                AssessmentId.Of(patient, risk.Task.Key), $"Patient/{patient}", Device, publication.Labels)
            {
                Position = publication.Position,
            };
            var content = Content(risk, publication);
            var reference = $"RiskAssessment/{context.Id}";
            if (known.TryGetValue(reference, out var before) && before.AsSpan().SequenceEqual(content))
                continue;
            await Put(reference, RiskAssessmentResource.Json(risk, publication.Assessment, context), ct);
            await published.Stored(new ModelOutput(reference, patient, publication.Assessment.ModelDigest, risk.Task.Key,
                publication.Position, publication.Assessment.Moment), content, ct);
        }
        var kept = shown.Select(risk => $"RiskAssessment/{AssessmentId.Of(patient, risk.Task.Key)}").ToHashSet();
        foreach (var reference in known.Keys.Where(reference => !kept.Contains(reference)))
            await Remove(reference, ct);
    }

    private async Task WriteDevice(CancellationToken ct)
    {
        if ((await published.Of("", ct)).ContainsKey(Device))
            return;
        await Put(Device, ModelDeviceResource.Json(model.Artefact), ct);
        await published.Stored(Device, "", [], ct);
    }

    private async Task Put(string reference, byte[] resource, CancellationToken ct)
    {
        using var body = new ByteArrayContent(resource) { Headers = { ContentType = new MediaTypeHeaderValue(Json) } };
        using var response = await planets.PutAsync($"fhir/{reference}", body, ct);
        response.EnsureSuccessStatusCode();
    }

    private async Task Remove(string reference, CancellationToken ct)
    {
        using var response = await planets.DeleteAsync($"fhir/{reference}", ct);
        if (response.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Gone))
            response.EnsureSuccessStatusCode();
        await published.Removed(reference, ct);
    }

    /// <summary>What makes an answer another one for a reader: model, probabilities, drivers, labels, whether it is weak. Not its time, nor
    /// its position.</summary>
    private static byte[] Content(OutcomeRisk risk, Publication publication)
    {
        var text = new StringBuilder(publication.Assessment.ModelDigest).Append('|').AppendJoin(',', publication.Labels).Append('|');
        if (publication.Assessment.IsWeak)
            text.Append("weak|");
        foreach (var horizon in risk.Horizons)
            text.AppendFormat(null, Rounded, horizon.Years, horizon.Probability);
        foreach (var driver in risk.Explanation?.Drivers ?? [])
            text.AppendFormat(null, Rounded, driver.Group.Key, driver.Probability);
        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
