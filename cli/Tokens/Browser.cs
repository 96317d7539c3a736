using System.Net;
using System.Text.RegularExpressions;

namespace Phr.Cli.Tokens;

/// <summary>
/// What of a browser a sign-in needs, without a window: it keeps cookies, follows redirects until they leave the platform, and fills
/// in forms.
/// </summary>
internal sealed partial class Browser : IDisposable
{
    // A sign-in takes 6.
    private const int RedirectsMax = 20;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });

    /// <summary>Where it is.</summary>
    public Uri Address { get; private set; } = new("about:blank");

    /// <summary>What is shown there; empty when the address is outside of the platform and was not visited.</summary>
    public string Page { get; private set; } = "";

    public HttpStatusCode Status { get; private set; }

    /// <summary>Goes to an address.</summary>
    /// <param name="stopAt">Redirects to addresses that begin so are not followed: they are the app's.</param>
    public Task Open(Uri address, string stopAt, CancellationToken ct) => Follow(HttpMethod.Get, address, null, stopAt, ct);

    /// <summary>Sends the form of the page to where the page is, as a button does.</summary>
    public Task Submit(IEnumerable<KeyValuePair<string, string>> fields, string stopAt, CancellationToken ct) =>
        Follow(HttpMethod.Post, Address, fields, stopAt, ct);

    /// <summary>Values of the boxes with this name on the page.</summary>
    public IReadOnlyList<string> Boxes(string name) =>
        [.. CheckBoxes().Matches(Page).Where(box => box.Groups["name"].Value == name)
            .Select(box => WebUtility.HtmlDecode(box.Groups["value"].Value))];

    public void Dispose() => _http.Dispose();

    private async Task Follow(
        HttpMethod method, Uri address, IEnumerable<KeyValuePair<string, string>>? fields, string stopAt, CancellationToken ct)
    {
        for (var redirects = 0; redirects <= RedirectsMax; redirects++)
        {
            using var form = fields is null ? null : new FormUrlEncodedContent(fields);
            using var request = new HttpRequestMessage(method, address) { Content = form };
            request.Headers.Accept.ParseAdd("text/html");
            using var response = await _http.SendAsync(request, ct);
            (Address, Status, Page) = (address, response.StatusCode, await response.Content.ReadAsStringAsync(ct));
            if (response.Headers.Location is not { } location)
                return;
            address = new Uri(address, location);
            (method, fields) = (HttpMethod.Get, null);
            if (address.AbsoluteUri.StartsWith(stopAt, StringComparison.Ordinal))
            {
                (Address, Page) = (address, "");
                return;
            }
        }
        throw new CommandException($"the sign-in at {address.GetLeftPart(UriPartial.Authority)} leads in circles.");
    }

    [GeneratedRegex("""<input[^>]*type="checkbox"[^>]*name="(?<name>[^"]*)"[^>]*value="(?<value>[^"]*)"[^>]*>""")]
    private static partial Regex CheckBoxes();
}
