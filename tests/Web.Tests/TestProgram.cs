using Chameleon.Connector;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.Web.Tests;

/// <summary>The whole program on the demo model, whose answers a test can hold.</summary>
/// <param name="data">Its data folder.</param>
internal sealed class TestProgram(string data) : WebApplicationFactory<Program>
{
    public HeldChatClient Model => (HeldChatClient)Services.GetRequiredService<IChatClient>();

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
        .UseSetting("Data", data)
        .UseSetting("Open", "false")
        .ConfigureTestServices(services => services.AddSingleton<IChatClient>(provider =>
            new HeldChatClient(new ChameleonChatClient(provider.GetRequiredService<ChameleonEngineHost>()))));
}
