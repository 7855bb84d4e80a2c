using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Chameleon.Connector;
using Chameleon.Hub.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.Web.Tests;

/// <summary>The whole program with a data folder of its own, without a port.</summary>
public sealed partial class WebHost : IAsyncLifetime
{
    public IServiceProvider Services => Program.Services;

    public HeldChatClient Model => Program.Model;

    private TemporaryFolder Folder { get; } = new();

    /// <summary>A hub of its own, empty at first.</summary>
    internal LoopbackHub Hub { get; private set; } = null!;

    private TestProgram Program { get; set; } = null!;

    public HttpClient Client() => Program.CreateClient();

    /// <summary>A client whose requests carry the token that the page was given.</summary>
    public async Task<HttpClient> ClientWithTokenAsync()
    {
        var client = Client();
        client.DefaultRequestHeaders.Add("RequestVerificationToken", Token().Match(await client.GetStringAsync("/")).Groups[1].Value);
        return client;
    }

    public static HttpContent Body(byte[] file) => new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };

    public async Task InitializeAsync()
    {
        Hub = await LoopbackHub.StartAsync();
        Program = new TestProgram(Folder.Path) { Hub = Hub.Address };
        await Services.GetRequiredService<ChameleonEngineHost>().GetEngineAsync();
    }

    public async Task DisposeAsync()
    {
        await Program.DisposeAsync();
        await Hub.DisposeAsync();
        Folder.Dispose();
    }

    [GeneratedRegex("name=\"csrf-token\" content=\"([^\"]+)\"")]
    private static partial Regex Token();
}
