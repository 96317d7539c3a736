namespace Phr.Cli.Bench.Main;

/// <summary>
/// A hospital's system that writes as fast as it is answered: vital signs of its own patients, made before the clock
/// starts.
/// </summary>
internal sealed class BenchHospital(Uri fhir, string token) : IDisposable
{
    public const int BundleEntries = 100;

    private const int Patients = 50;
    private const int Different = 200;

    private readonly FhirCaller _caller = new(fhir, token);
    private readonly LoadResources _resources = new(seed: 20240601);
    private readonly List<byte[]> _bundles = [];
    private readonly List<byte[]> _observations = [];

    /// <summary>Registers the patients and makes what will be sent.</summary>
    public async Task Prepare(CancellationToken ct)
    {
        var patients = new List<string>();
        for (var number = 0; number < Patients; number++)
            patients.Add(await _caller.Create(_resources.Patient(number), ct));
        for (var number = 0; number < Different; number++)
        {
            var signs = Enumerable.Range(0, BundleEntries).Select(sign => _resources.Observation(_resources.Any(patients), sign));
            _bundles.Add(LoadResources.Utf8(LoadResources.Bundle(signs)));
            _observations.Add(LoadResources.Utf8(_resources.Observation(_resources.Any(patients), number)));
        }
    }

    public Task SendBundle(CancellationToken ct) => _caller.Post("", Any(_bundles), ct);

    public Task SendObservation(CancellationToken ct) => _caller.Post("Observation", Any(_observations), ct);

    /// <summary>A request that asks nothing of the record: what HTTP alone costs.</summary>
    public Task Ping(Uri health, CancellationToken ct) => _caller.Get(health.AbsoluteUri, ct);

    public void Dispose() => _caller.Dispose();

    // Several clients take at once, so not by the generator of the resources.
    private static byte[] Any(List<byte[]> of) => of[Random.Shared.Next(of.Count)];
}
