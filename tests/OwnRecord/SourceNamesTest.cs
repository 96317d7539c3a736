using System.Net;
using Phr.Planets.People;
using Phr.Tests.Identity;

namespace Phr.Tests.OwnRecord;

public sealed class SourceNamesTest
{
    [Theory]
    [InlineData(HttpStatusCode.OK, """{"parties":[{"code":"hospital-a","name":{"ja":"甲病院","en":"Hospital A"}}]}""", "Hospital A")]
    [InlineData(HttpStatusCode.OK, "<html></html>", "hospital-a")]
    [InlineData(HttpStatusCode.OK, """{"parties":3}""", "hospital-a")]
    [InlineData(HttpStatusCode.OK, "{}", "hospital-a")]
    [InlineData(HttpStatusCode.ServiceUnavailable, "", "hospital-a")]
    public async Task A_source_has_its_name_or_its_code_whatever_consent_service_answers(HttpStatusCode status, string body, string expected)
    {
        using var service = new HttpClient(new Answering(status, body)) { BaseAddress = new Uri("http://consent.test/") };
        var names = new SourceNames(service, new SetClock(DateTimeOffset.UnixEpoch));

        var name = await names.Current(CancellationToken.None);

        Assert.Equal(expected, name("hospital-a").En);
    }

    private sealed class Answering(HttpStatusCode status, string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });
    }
}
