using Semblance.Describe.Catalog;
using Semblance.Workspace.Planning;

namespace Semblance.Server.Hosting;

/// <summary>Who plans prompts.</summary>
internal static class Planners
{
    /// <summary>Makes the planner that the settings name.</summary>
    /// <exception cref="SettingsException">The catalog cannot be read.</exception>
    public static PromptPlanner Of(ServerSettings settings)
    {
        try
        {
            PlanCatalog catalog = settings.Catalog is null ? PlanCatalog.Default : PlanCatalog.Load(settings.Catalog);
            return new PromptPlanner(catalog, settings.PlannerModel is null ? null : new OpenAiOptions { Endpoint = settings.PlannerUrl, Model = settings.PlannerModel });
        }
        catch (CatalogException exception)
        {
            throw new SettingsException(exception.Message, exception);
        }
    }
}
