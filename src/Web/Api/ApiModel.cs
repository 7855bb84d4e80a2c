using Chameleon.Connector;
using Chameleon.Engine.Models;
using Chameleon.Web.Hosting;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Api;

/// <summary>The model that the API answers with. Thread-safe.</summary>
/// <param name="chat">Answers.</param>
/// <param name="images">Draws.</param>
/// <param name="host">Its engine.</param>
/// <param name="loader">Knows how far it is loaded.</param>
internal sealed class ApiModel(IChatClient chat, IImageGenerator images, ChameleonEngineHost host, ModelLoader loader)
{
    /// <summary>Answers.</summary>
    public IChatClient Chat => chat;

    /// <summary>Draws.</summary>
    public IImageGenerator Images => images;

    /// <summary>Its name.</summary>
    public string Id => host.ModelId;

    /// <summary>Knows what its tokens say.</summary>
    /// <exception cref="ApiException">It is not loaded.</exception>
    public ITokenizer Tokenizer => host.TryGetEngine(out var engine) ? engine.Tokenizer : throw ApiThrow.Loading(Id, loader.Done);

    /// <summary>What is told of it.</summary>
    public ModelCard Card => new(Id, "model", loader.Since.ToUnixTimeSeconds(), "chameleon")
    {
        ContextLength = host.TryGetEngine(out var engine) ? engine.ContextLimit : null,
        InputModalities = engine is null ? null : engine.Info.CanSee ? ["text", "image"] : ["text"],
        OutputModalities = engine is null ? null : engine.Info.CanDraw ? ["text", "image"] : ["text"],
    };

    /// <summary>Makes sure that it is the one that was asked for, and that it can answer now.</summary>
    /// <param name="name">The model that was asked for; null: any.</param>
    /// <exception cref="ApiException">It is another one, or not loaded.</exception>
    public void Check(string? name)
    {
        if (name is not null && name != Id)
        {
            throw ApiThrow.NoModel(name, Id);
        }

        if (!host.TryGetEngine(out _))
        {
            if (loader.IsUnloaded)
            {
                loader.Load();
            }

            throw loader.Problem is { } problem ? ApiThrow.NotLoaded(problem) : ApiThrow.Loading(Id, loader.Done);
        }
    }
}
