using System.Diagnostics;
using Phr.Platform.Hosting;
using Phr.Tests.Support;

namespace Phr.Tests.Hosting;

public sealed class TelemetryTest(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_span_of_a_request_leaves_with_its_route_and_without_its_path_or_query()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans)
                    spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        // Port 1 (tcpmux) is not listened on: nothing is exported, and nobody is kept waiting.
        using var telemetry = Telemetry.Start("phr-test", new Uri("http://127.0.0.1:1"));
        await using var parts = new ProbeParts(database.ConnectionString);
        await using var service = await parts.Start(ProbeService.Named("traced"));
        using var http = new HttpClient();
        await http.GetAsync(new Uri(service.Address, $"/fault/{ProbeService.Secret}?q={ProbeService.Secret}"));
        await service.Stop(default);

        var span = Assert.Single(spans, span => service.Address.Port.Equals(span.GetTagItem("server.port")));

        Assert.Equal("GET /fault/{text}", span.DisplayName);
        Assert.DoesNotContain(span.TagObjects, tag => $"{tag.Value}".Contains(ProbeService.Secret, StringComparison.Ordinal));
    }
}
