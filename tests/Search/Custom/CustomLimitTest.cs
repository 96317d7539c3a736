using System.Net;
using Phr.Planets.Search.Custom;
using Phr.Tests.Record;
using static Phr.Tests.Search.Custom.Definitions;

namespace Phr.Tests.Search.Custom;

public sealed class CustomLimitTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task One_more_than_the_limit_is_refused_until_another_retires()
    {
        using var site = host.Service("operator");
        var first = await site.Create(Definition("own-0", "token", "Observation.bodySite"));
        for (var i = 1; i < CustomParameters.ParametersMax; i++)
            await site.Create(Definition($"own-{i}", "token", "Observation.bodySite"));
        var more = Definition("one-more", "token", "Observation.bodySite");

        var (status, outcome, _) = await site.Send(HttpMethod.Post, "SearchParameter", more);
        var retired = Definition("own-0", "token", "Observation.bodySite");
        (retired["id"], retired["status"]) = (first, "retired");
        await site.Send(HttpMethod.Put, $"SearchParameter/{first}", retired);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "too-costly"), (status, outcome["issue"]![0]!["code"]!.GetValue<string>()));
        await site.Create(more);
        Assert.Empty(await site.Found("Observation?one-more=x"));
    }
}
