using Chameleon.Connector;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.Web.Tests;

/// <summary>The whole program on the demo model, whose answers a test can hold.</summary>
/// <param name="data">Its data folder.</param>
/// <param name="settings">What whoever starts it says besides.</param>
/// <param name="configure">Puts a test's own services in place of the program's.</param>
internal sealed class TestProgram(string data, IReadOnlyDictionary<string, string>? settings = null, Action<IServiceCollection>? configure = null)
    : WebApplicationFactory<Program>
{
    /// <summary>The hub from which it pulls; null: nobody.</summary>
    public Uri? Hub { get; init; }

    public HeldChatClient Model => (HeldChatClient)Services.GetRequiredService<IChatClient>();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Data", data)
            .UseSetting("Open", "false")
            .UseSetting("HF_ENDPOINT", Hub?.ToString() ?? "http://127.0.0.1:9")
            .UseSetting("HF_HUB_CACHE", Path.Combine(data, "hub"))
            .UseSetting("HF_TOKEN", "hf_secret");
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
        {
            builder.UseSetting(name, value);
        }

        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<IChatClient>(provider => new HeldChatClient(new ChameleonChatClient(provider.GetRequiredService<ChameleonEngineHost>())));
            configure?.Invoke(services);
        });
    }
}
