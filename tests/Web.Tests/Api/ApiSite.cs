using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Chameleon.Connector;
using Chameleon.Engine;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;

namespace Chameleon.Web.Tests.Api;

/// <summary>The whole program on the demo model and a real port, for programs that speak OpenAI's protocol.</summary>
public class ApiSite : IAsyncLifetime
{
    public const string Model = "chameleon-tiny";

    public ApiSite()
        : this(new Dictionary<string, string>())
    {
    }

    private protected ApiSite(IReadOnlyDictionary<string, string> settings, Action<IServiceCollection>? configure = null) =>
        Program = new TestProgram(Folder.Path, settings, configure);

    public static byte[] Star { get; } = Sample("red-star.png");

    /// <summary>A mask for <see cref="Star"/>, transparent in its lower half.</summary>
    public static byte[] LowerHalf { get; } = File.ReadAllBytes(Path.Combine(Golden.RepositoryRoot, "tests", "pictures", "lower-half.png"));

    public static string StarUri { get; } = $"data:image/png;base64,{Convert.ToBase64String(Star)}";

    /// <summary>The model, which a test can hold in the middle of a streamed answer.</summary>
    public HeldChatClient Held => Program.Model;

    public IServiceProvider Services => Program.Services;

    public Uri Address => new(Program.ClientOptions.BaseAddress, "/v1");

    public ChameleonEngine Engine { get; private set; } = null!;

    public HttpClient Http { get; } = new() { Timeout = Timeout.InfiniteTimeSpan };

    private TemporaryFolder Folder { get; } = new();

    private TestProgram Program { get; }

    /// <summary>OpenAI's own client, which tries nothing again.</summary>
    public OpenAIClient Client(string key = "any") => new(new ApiKeyCredential(key), new OpenAIClientOptions
    {
        Endpoint = Address,
        RetryPolicy = new ClientRetryPolicy(0),
        NetworkTimeout = Timeout.InfiniteTimeSpan,
    });

    public Task<HttpResponseMessage> PostAsync(string path, object body) => Http.PostAsJsonAsync($"{Address}/{path}", body);

    public Task<HttpResponseMessage> PostTextAsync(string path, string body, string type = "application/json") =>
        Http.PostAsync(new Uri($"{Address}/{path}"), new StringContent(body, Encoding.UTF8, type));

    /// <summary>What the program answers to a request that it must answer.</summary>
    public async Task<JsonElement> AskAsync(string path, object body)
    {
        using var response = await PostAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The data of the events that the program answers with.</summary>
    public async Task<List<string>> EventsAsync(string path, object body)
    {
        using var response = await PostAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.EndsWith("\n\n", text, StringComparison.Ordinal);
        return [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(said => said.Split('\n')).Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line["data: ".Length..])];
    }

    /// <summary>Waits until the engine has nothing left to do.</summary>
    public async Task IdleAsync()
    {
        while (Engine.Metrics is not { RunningAnswers: 0, WaitingAnswers: 0 })
        {
            await Task.Delay(5);
        }
    }

    public static object Say(params object[] parts) => new { role = "user", content = parts };

    public static object Text(string text) => new { type = "text", text };

    public static object Picture(string url) => new { type = "image_url", image_url = new { url } };

    public static byte[] Sample(string name)
    {
        using var stream = typeof(Chameleon.Web.Hosting.ModelLoader).Assembly.GetManifestResourceStream($"examples/{name}")!;
        using var file = new MemoryStream();
        stream.CopyTo(file);
        return file.ToArray();
    }

    public virtual async Task InitializeAsync()
    {
        Start();
        Engine = await Program.Services.GetRequiredService<ChameleonEngineHost>().GetEngineAsync();
    }

    private protected void Start()
    {
        Program.UseKestrel(0);
        Program.StartServer();
    }

    public virtual async Task DisposeAsync()
    {
        Http.Dispose();
        await Program.DisposeAsync();
        Folder.Dispose();
    }
}
