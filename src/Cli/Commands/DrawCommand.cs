using System.CommandLine;
using Chameleon.Cli.Answers;
using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Pictures;
using Chameleon.Cli.Terminal;
using Chameleon.Engine.Generation;

namespace Chameleon.Cli.Commands;

/// <summary><c>draw</c>: pictures from a prompt, saved as PNG; their paths on standard output.</summary>
internal sealed class DrawCommand
{
    private readonly Shell shell;
    private readonly EngineLoader loader;
    private readonly PromptArguments prompt = new("What to draw; - reads standard input");
    private readonly SamplingFlags sampling = new();
    private readonly DrawingFlags drawing = new();
    private readonly Option<long?> seed = CommonFlags.Seed();
    private readonly Option<bool> json = CommonFlags.Json();
    private readonly Option<string> show = CommonFlags.Show();
    private readonly Option<string?> output = SamplingFlags.Flag<string?>("--output", "Where the picture goes: .png, .webp or .jpg; default: a name made of the prompt", "FILE", "-o");
    private readonly Option<int> count = new("--count", "-n") { Description = "Number of pictures", HelpName = "N", DefaultValueFactory = _ => 1 };

    private DrawCommand(Shell shell, EngineLoader loader) => (this.shell, this.loader) = (shell, loader);

    /// <summary>The command.</summary>
    public static Command Create(Shell shell, EngineLoader loader)
    {
        var draw = new DrawCommand(shell, loader);
        var command = new Command("draw", "Draws pictures and saves them") { draw.output, draw.count, draw.seed, draw.show, draw.json };
        draw.prompt.AddTo(command);
        draw.drawing.AddTo(command);
        draw.sampling.AddTo(command);
        command.SetAction(draw.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var named = result.GetValue(output) is { } path ? shell.FullPath(path) : null;
        if (named is not null)
        {
            PictureOutput.Check(named);
        }

        var asked = PromptReader.Read(prompt.Read(result), shell, cancellationToken);
        var asJson = result.GetValue(json);
        var pictureShell = asJson ? shell.WithoutOutput() : shell;
        var screen = PictureScreens.Open(pictureShell, result.GetValue(show)!);

        await using var engine = await loader.LoadAsync(result, cancellationToken);
        var answers = result.GetValue(count);
        var options = new GenerationOptions
        {
            Mode = GenerationMode.Picture,
            Answers = answers,
            Seed = CommonFlags.SeedOf(result, seed),
            Picture = drawing.Read(result, sampling.Read(result, SamplingOptions.ForPictures), engine.Info, screen.UsualPreviews(engine.Info, answers)),
        };

        var saver = new PictureSaver(new PictureFiles(shell.Folder), PromptReader.Words(asked), EngineLoader.NameOf(engine), options, named);
        var views = new AnswerViews(() => new AnswerView(pictureShell, screen, saver.Save, showFiles: true));
        var stream = engine.GenerateAsync([.. asked, new PromptPart.EndOfTurn()], options, cancellationToken);
        await ProgressBar.ShowAsync(
            options.Picture.PreviewEvery > 0 ? shell with { ErrorIsTerminal = false } : shell, "Drawing", views.ShowAsync(stream), () => views.PictureShare / answers);

        if (asJson)
        {
            shell.WriteJson(writer =>
            {
                writer.WriteString("prompt", PromptReader.Words(asked));
                writer.WriteNumber("seed", options.Seed.Value);
                writer.WriteString("model", EngineLoader.NameOf(engine));
                views.WriteJson(writer);
            });
        }

        return ExitCode.Done;
    }
}
