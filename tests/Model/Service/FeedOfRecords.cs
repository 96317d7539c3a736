using System.Net;
using System.Web;

namespace Phr.Tests.Model.Service;

/// <summary>planets-server's feed at the other end of an <see cref="HttpClient"/>.</summary>
internal sealed class FeedOfRecords : HttpMessageHandler
{
    private readonly Dictionary<string, FakeRecord> _records = [];
    private int _requests;

    public int Requests => _requests;

    public string Add(FakeRecord record)
    {
        _records[record.Patient] = record;
        return record.Patient;
    }

    /// <summary>The person is erased.</summary>
    public void Erase(string patient) => _records.Remove(patient);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        var query = HttpUtility.ParseQueryString(request.RequestUri!.Query);
        var patient = request.RequestUri.Segments[3].TrimEnd('/');
        return Task.FromResult(_records.TryGetValue(patient, out var record)
            ? new HttpResponseMessage { Content = new StringContent(record.Feed(long.Parse(query["after"]!), query["generation"])) }
            : new HttpResponseMessage(HttpStatusCode.NotFound));
    }
}
