using Chameleon.SemanticKernel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.TextGeneration;
using Microsoft.SemanticKernel.TextToImage;
using static Chameleon.Connector.Tests.SemanticKernel.KernelSamples;
using AI = Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests.SemanticKernel;

public sealed class RegistrationTests(DemoHost demo) : IClassFixture<DemoHost>
{
    [Fact]
    public void AddChameleonChatCompletionToServiceCollection()
    {
        var services = new ServiceCollection();
        Assert.Same(services, services.AddChameleonChatCompletion(DemoHost.ModelDirectory));
        using var provider = services.BuildServiceProvider();
        Assert.IsType<ChameleonChatCompletionService>(provider.GetRequiredService<IChatCompletionService>());
        Assert.Same(provider.GetRequiredService<IChatCompletionService>(), provider.GetRequiredService<ITextGenerationService>());
        Assert.False(provider.GetRequiredService<ChameleonEngineHost>().TryGetEngine(out _));
    }

    [Fact]
    public void AddChameleonChatCompletionToKernelBuilder()
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        Assert.Same(builder, builder.AddChameleonChatCompletion(DemoHost.ModelDirectory));
        Assert.IsType<ChameleonChatCompletionService>(builder.Build().GetRequiredService<IChatCompletionService>());
    }

    [Fact]
    public async Task AddChameleonChatCompletionCreatesService()
    {
        var services = new ServiceCollection().AddKernel().Services.AddChameleonChatCompletion(DemoHost.ModelDirectory);
        await using var provider = services.BuildServiceProvider();
        var reply = await provider.GetRequiredService<Kernel>().InvokePromptAsync("Hello!", new KernelArguments(Greedy));
        Assert.StartsWith("Hello!", reply.ToString());
    }

    [Fact]
    public void AddChameleonChatCompletionFromServiceCollection()
    {
        var services = new ServiceCollection();
        services.AddChameleonEngine("/models/small");
        services.AddChameleonEngine("/models/large", serviceKey: "large");
        services.AddChameleonChatCompletion();
        services.AddChameleonChatCompletion(serviceId: "large");
        services.AddChameleonChatCompletion(serviceId: "other");
        using var provider = services.BuildServiceProvider();
        Assert.Equal("small", Model(provider.GetRequiredService<IChatCompletionService>()));
        Assert.Equal("large", Model(provider.GetRequiredKeyedService<IChatCompletionService>("large")));
        Assert.Equal("small", Model(provider.GetRequiredKeyedService<IChatCompletionService>("other")));
    }

    [Fact]
    public void AddChameleonChatCompletionWithoutAHostAnywhereThrowsWhenItIsWanted()
    {
        using var provider = new ServiceCollection().AddChameleonChatCompletion().BuildServiceProvider();
        Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<IChatCompletionService>());
    }

    [Fact]
    public async Task AddChameleonChatCompletionWithHostLeavesItToItsOwner()
    {
        await using (var provider = new ServiceCollection().AddChameleonChatCompletion(demo.Host).BuildServiceProvider())
        {
            Assert.Same(demo.Host, ((AI.IChatClient)provider.GetRequiredService<IChatCompletionService>()).GetService(typeof(ChameleonEngineHost)));
        }

        Assert.True(demo.Host.TryGetEngine(out _));
    }

    [Fact]
    public async Task The_container_disposes_what_it_loads()
    {
        ChameleonEngineHost host;
        await using (var provider = new ServiceCollection().AddChameleonChatCompletion(DemoHost.ModelDirectory).BuildServiceProvider())
        {
            await provider.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync("Hello!", Greedy);
            host = provider.GetRequiredService<ChameleonEngineHost>();
            Assert.True(host.TryGetEngine(out _));
        }

        Assert.False(host.TryGetEngine(out _));
    }

    [Fact]
    public void ServiceRegistrationWithServiceIdShouldRegisterWithKey()
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        builder.AddChameleonChatCompletion("/models/first", serviceId: "first");
        builder.AddChameleonChatCompletion("/models/second", configure: options => options.ModelId = "chosen", serviceId: "second");
        var kernel = builder.Build();
        Assert.Equal("first", Model(kernel.GetRequiredService<IChatCompletionService>("first")));
        Assert.Equal("chosen", Model(kernel.GetRequiredService<IChatCompletionService>("second")));
        Assert.Equal("chosen", Model(kernel.GetRequiredService<IChatCompletionService>()));
    }

    [Fact]
    public async Task Settings_choose_a_service_by_its_id_or_its_model()
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        builder.AddChameleonChatCompletion(demo.Host, serviceId: "real");
        builder.AddChameleonChatCompletion("/no/such/model", serviceId: "missing");
        var kernel = builder.Build();
        foreach (var (serviceId, modelId) in new (string?, string?)[] { ("real", null), (null, "chameleon-tiny") })
        {
            var settings = Greedy;
            (settings.ServiceId, settings.ModelId) = (serviceId, modelId);
            Assert.StartsWith("Hello!", (await kernel.InvokePromptAsync("Hello!", new KernelArguments(settings))).ToString());
        }
    }

    [Fact]
    public void Two_folders_without_ids_do_not_take_each_others_model()
    {
        var services = new ServiceCollection().AddChameleonChatCompletion("/models/first").AddChameleonChatCompletion("/models/second");
        using var provider = services.BuildServiceProvider();
        Assert.Equal(["first", "second"], provider.GetServices<IChatCompletionService>().Select(Model));
    }

    [Fact]
    public async Task AddChameleonTextToImageDraws()
    {
        var services = new ServiceCollection().AddChameleonTextToImage(demo.Host);
        services.AddChameleonTextToImage(DemoHost.ModelDirectory, serviceId: "folder");
        await using var provider = services.BuildServiceProvider();
        var picture = Assert.Single(await provider.GetRequiredService<ITextToImageService>().GetImageContentsAsync(DrawHeart, Drawing));
        Assert.Equal("image/png", picture.MimeType);
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        builder.AddChameleonTextToImage(demo.Host).AddChameleonTextToImage(DemoHost.ModelDirectory, serviceId: "folder");
        Assert.NotNull(builder.Build().GetRequiredService<ITextToImageService>("folder"));
    }

    [Fact]
    public async Task AddChameleonChatClientWorksWithKernel()
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        Assert.Same(builder, builder.AddChameleonChatClient(demo.Host));
        var kernel = builder.Build();
        Assert.Equal("chameleon-tiny", ((AI.ChatClientMetadata)kernel.GetRequiredService<AI.IChatClient>().GetService(typeof(AI.ChatClientMetadata))!).DefaultModelId);
        Assert.StartsWith("Hello!", (await kernel.InvokePromptAsync("Hello!", new KernelArguments(Greedy))).ToString());
        Assert.NotNull(kernel.GetRequiredService<AI.IChatClient>().GetService(typeof(AI.FunctionInvokingChatClient)));
    }

    [Fact]
    public void AddChameleonChatClientWithModelDirectoryRegistersService()
    {
        var services = new ServiceCollection();
        Assert.Same(services, services.AddChameleonChatClient("/models/small", serviceId: "small"));
        using var provider = services.BuildServiceProvider();
        Assert.NotNull(provider.GetRequiredKeyedService<AI.IChatClient>("small").GetService(typeof(ChameleonChatClient)));
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        builder.AddChameleonChatClient("/models/small");
        Assert.NotNull(builder.Build().GetRequiredService<AI.IChatClient>());
    }

    [Fact]
    public void NullArgsThrow()
    {
        Assert.Throws<ArgumentNullException>(() => ((IServiceCollection)null!).AddChameleonChatCompletion());
        Assert.Throws<ArgumentNullException>(() => ((IServiceCollection)null!).AddChameleonTextToImage());
        Assert.Throws<ArgumentNullException>(() => ((IServiceCollection)null!).AddChameleonChatClient("/models/small"));
        Assert.Throws<ArgumentNullException>(() => ((IKernelBuilder)null!).AddChameleonChatCompletion());
        Assert.Throws<ArgumentNullException>(() => ((IKernelBuilder)null!).AddChameleonTextToImage());
        Assert.Throws<ArgumentNullException>(() => ((IKernelBuilder)null!).AddChameleonChatClient());
        Assert.Throws<ArgumentNullException>(() => new ServiceCollection().AddChameleonChatCompletion((string)null!));
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddChameleonChatCompletion(" "));
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddChameleonTextToImage(" "));
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddChameleonChatClient(" "));
    }

    private static string? Model(IChatCompletionService service) => (string?)service.Attributes["ModelId"];
}
