using System.Net;

namespace Phr.Tests.Mobile;

[Collection("mobile")]
public sealed class RateLimitTest
{
    [Fact]
    public async Task One_person_who_asks_too_often_is_told_to_wait_and_others_are_not()
    {
        const int limit = 10;
        Environment.SetEnvironmentVariable("Mobile__RequestsPerMinute", $"{limit}");
        var mobile = new MobileHost();
        try
        {
            await mobile.InitializeAsync();
            using var wild = mobile.Phone();
            using var calm = mobile.Phone(mobile.Platform.Token(subject: "account-2"));
            for (var i = 0; i < limit; i++)
                Assert.Equal(HttpStatusCode.OK, (await wild.GetAsync("me")).StatusCode);

            var past = await wild.GetAsync("me");

            Assert.Equal(HttpStatusCode.TooManyRequests, past.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(10), past.Headers.RetryAfter?.Delta);
            Assert.Equal(HttpStatusCode.OK, (await calm.GetAsync("me")).StatusCode);
        }
        finally
        {
            Environment.SetEnvironmentVariable("Mobile__RequestsPerMinute", null);
            await mobile.DisposeAsync();
        }
    }
}
