using System.Net;
using System.Text.Json;
using Chameleon.Connector;
using Chameleon.Engine.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.Web.Tests.Api;

/// <summary>While the model loads, and when it cannot.</summary>
public sealed class LoadingTests
{
    private static readonly object Hi = new { messages = new[] { new { role = "user", content = "Hi" } }, max_tokens = 1 };

    [Fact]
    public async Task While_the_model_loads_the_program_lives_is_not_ready_and_says_when_to_come_back()
    {
        var site = new LoadingSite();
        await site.InitializeAsync();
        try
        {
            Assert.Equal((HttpStatusCode.OK, "live"), await HealthAsync(site, "live"));
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "loading"), await HealthAsync(site, "ready"));
            using var response = await site.PostAsync("chat/completions", Hi);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.NotNull(response.Headers.RetryAfter);
            Assert.Contains("still loading", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);

            site.GoOn();
            await site.Services.GetRequiredService<ChameleonEngineHost>().GetEngineAsync();
            Assert.Equal((HttpStatusCode.OK, "ready"), await HealthAsync(site, "ready"));
            await site.AskAsync("chat/completions", Hi);
        }
        finally
        {
            site.GoOn();
            await site.DisposeAsync();
        }
    }

    private static async Task<(HttpStatusCode Status, string? Word)> HealthAsync(ApiSite site, string what)
    {
        using var response = await site.Http.GetAsync(new Uri(site.Address, $"/health/{what}"));
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("status").GetString());
    }

    /// <summary>A program whose model stops loading in the middle.</summary>
    private sealed class LoadingSite : ApiSite
    {
        private readonly Gate gate;

        public LoadingSite()
            : this(new Gate())
        {
        }

        private LoadingSite(Gate gate)
            : base(
                new Dictionary<string, string>(),
                services => services.AddSingleton(_ => new ChameleonEngineHost(new ChameleonEngineHostOptions { ModelDirectory = new Chameleon.Web.Hosting.WebOptions().FindModel(new() { CacheFolder = "none" }), Progress = gate }))) =>
            this.gate = gate;

        public void GoOn() => gate.Opened.Set();

        public override Task InitializeAsync()
        {
            Start();
            return Task.CompletedTask;
        }

        private sealed class Gate : IProgress<LoadProgress>
        {
            public ManualResetEventSlim Opened { get; } = new();

            public void Report(LoadProgress value) => Opened.Wait();
        }
    }
}
