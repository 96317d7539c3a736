using System.Net;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Search;

public sealed class RefusalTextTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task A_refusal_says_what_is_wrong_with_the_parameter()
    {
        using var a = host.Hospital("hospital-texts");
        foreach (var (query, text) in ((string, string)[])
        [
            ("Observation?code.foo=1", "'code' of Observation is no reference: nothing is chained to it."),
            ("Observation?nothing.foo=1", "Observation has no search parameter 'nothing'."),
            ($"Patient?_id={string.Join(',', Enumerable.Range(0, 501))}", "'_id' has more than 500 values."),
        ])
        {
            var (status, outcome, _) = await a.Send(HttpMethod.Get, query);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Equal(text, outcome["issue"]![0]!["details"]!["text"]!.GetValue<string>());
        }
    }
}
