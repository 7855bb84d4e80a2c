using System.Net;
using System.Text.Json;
using Chameleon.Engine.Generation;
using Chameleon.Web.Api;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Chameleon.Web.Tests.Api;

public sealed class BrokenModelTests(BrokenModelTests.BrokenSite site) : IClassFixture<BrokenModelTests.BrokenSite>
{
    private const string Secret = "/home/ann/secret at 0x7f12";

    [Fact]
    public async Task Case_46_a_request_that_breaks_fails_alone_and_tells_nothing_of_why()
    {
        using var response = await site.PostAsync("chat/completions", new { messages = new[] { new { role = "user", content = "Hi" } } });
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("server_error", JsonDocument.Parse(text).RootElement.GetProperty("error").GetProperty("type").GetString());
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.Contains(site.Log.All, line => line.Contains(Secret, StringComparison.Ordinal));
        using var next = await site.Http.GetAsync(new Uri(site.Address, "/health/ready"));
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task A_stream_that_breaks_says_so_and_is_not_done()
    {
        var events = await site.EventsAsync("chat/completions", new { messages = new[] { new { role = "user", content = "Hi" } }, stream = true });

        Assert.DoesNotContain("[DONE]", events);
        var error = JsonDocument.Parse(events[^1]).RootElement.GetProperty("error");
        Assert.Equal("server_error", error.GetProperty("type").GetString());
        Assert.DoesNotContain("secret", error.GetProperty("message").GetString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(GenerationError.Busy, 503, true)]
    [InlineData(GenerationError.Disposed, 503, true)]
    [InlineData(GenerationError.PromptTooLong, 400, false)]
    [InlineData(GenerationError.PicturesNotAllowed, 400, false)]
    [InlineData(GenerationError.InvalidOptions, 400, false)]
    [InlineData(GenerationError.OutOfCache, 400, false)]
    [InlineData(GenerationError.Abandoned, 408, false)]
    public void Case_45_what_the_engine_refuses_has_its_status_and_says_when_to_come_back(GenerationError error, int status, bool isLater)
    {
        var told = ApiFailures.Of(new GenerationException(error, "A sentence."))!;

        Assert.Equal((status, isLater), (told.Status, told.RetryAfter is not null));
    }

    [Theory]
    [InlineData(GenerationError.Failed)]
    [InlineData(GenerationError.NonFiniteLogits)]
    public void What_breaks_inside_is_not_told(GenerationError error) => Assert.Null(ApiFailures.Of(new GenerationException(error, Secret)));

    public sealed class BrokenSite : ApiSite
    {
        public BrokenSite()
            : this(new LogLines())
        {
        }

        private BrokenSite(LogLines log)
            : base(new Dictionary<string, string>(), services => services.AddSingleton<IChatClient, BrokenClient>().AddSingleton<ILoggerProvider>(log)) => Log = log;

        internal LogLines Log { get; }
    }

    private sealed class BrokenClient : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new InvalidDataException(Secret);

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, "A beginning") { ResponseId = "1" };
            await Task.Yield();
            throw new InvalidDataException(Secret);
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
