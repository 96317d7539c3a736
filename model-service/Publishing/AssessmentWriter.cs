using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Phr.Model.Assessments;
using Phr.Model.Choice;
using Phr.Model.People;
using Phr.Model.Risks;
using Phr.Model.Scoring;

namespace Phr.Model.Publishing;

/// <summary>
/// Gives planets-server a person's RiskAssessments: each new answer is a version of the one before, also where another model gives it; an
/// outcome that is no longer answered is deleted, and what would say the same again is not sent. A model's Device is written once.
/// </summary>
/// <param name="planets">Client with the service's token, based at planets-server.</param>
public sealed class AssessmentWriter(HttpClient planets, PublishedResources published, ServedModels served, RiskGate gate)
{
    private const string Json = "application/fhir+json";

    private static readonly CompositeFormat Rounded = CompositeFormat.Parse("{0}:{1:F4};");

    /// <exception cref="HttpRequestException">planets-server does not answer, or did not take one.</exception>
    public async Task Write(string patient, Publication publication, CancellationToken ct)
    {
        var known = await published.Of(patient, ct);
        var kept = new HashSet<string>();
        foreach (var assessment in publication.Assessments)
        {
            if (served.WithDigest(assessment.ModelDigest)?.Artefact is not { } model)
                continue;
            var shown = assessment.Outcomes.Where(risk => risk.NotAsked is null && gate.Shows(model, risk.Task.Key)).ToList();
            if (shown.Count > 0)
                await WriteDevice(model, ct);
            foreach (var risk in shown)
            {
                var told = new Told(patient, risk, assessment, publication, $"Device/{ModelDeviceResource.Id(model)}");
                kept.Add(told.Reference);
                await Write(told, known.GetValueOrDefault(told.Reference), ct);
            }
        }
        foreach (var reference in known.Keys.Where(reference => !kept.Contains(reference)))
            await Remove(reference, ct);
    }

    /// <param name="before">Digest of what was said last; null where nothing was.</param>
    private async Task Write(Told told, byte[]? before, CancellationToken ct)
    {
        var content = told.Content();
        if (before.AsSpan().SequenceEqual(content))
            return;
        await Put(told.Reference, RiskAssessmentResource.Json(told.Risk, told.Assessment, told.Context), ct);
        await published.Stored(new ModelOutput(told.Reference, told.Patient, told.Assessment.ModelDigest, told.Risk.Task.Key,
            told.Publication.Position, told.Assessment.Moment), content, ct);
    }

    private async Task WriteDevice(ModelArtefact model, CancellationToken ct)
    {
        var reference = $"Device/{ModelDeviceResource.Id(model)}";
        if ((await published.Of("", ct)).ContainsKey(reference))
            return;
        await Put(reference, ModelDeviceResource.Json(model), ct);
        await published.Stored(reference, "", [], ct);
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

    /// <summary>One risk as planets-server is told of it.</summary>
    private sealed record Told(string Patient, OutcomeRisk Risk, Assessment Assessment, Publication Publication, string Device)
    {
        public AssessmentContext Context => new(AssessmentId.Of(Patient, Risk.Task.Key), $"Patient/{Patient}", Device, Publication.Labels)
        {
            Position = Publication.Position,
        };

        public string Reference => $"RiskAssessment/{Context.Id}";

        /// <summary>
        /// What makes an answer another one for a reader: model, probabilities, drivers, labels, whether it is weak. Not its time, nor its
        /// position.
        /// </summary>
        public byte[] Content()
        {
            var text = new StringBuilder(Assessment.ModelDigest).Append('|').AppendJoin(',', Publication.Labels).Append('|');
            if (Assessment.IsWeak)
                text.Append("weak|");
            foreach (var horizon in Risk.Horizons)
                text.AppendFormat(null, Rounded, horizon.Years, horizon.Probability);
            foreach (var driver in Risk.Explanation?.Drivers ?? [])
                text.AppendFormat(null, Rounded, driver.Group.Key, driver.Probability);
            return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        }
    }
}
