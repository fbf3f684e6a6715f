using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Semblance.Workspace.Database.Migrations;

/// <summary>Models, jobs and reports.</summary>
[DbContext(typeof(WorkspaceContext))]
[Migration("202611240003_Jobs")]
internal sealed class M202611240003Jobs : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "models",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                account_id = table.Column<Guid>(nullable: false),
                project_id = table.Column<Guid>(nullable: false),
                dataset_id = table.Column<Guid>(nullable: false),
                dataset_version_id = table.Column<Guid>(nullable: false),
                dataset_artifact_id = table.Column<Guid>(nullable: false),
                dataset_name = table.Column<string>(maxLength: 200, nullable: false),
                dataset_version = table.Column<int>(nullable: false),
                overrides = table.Column<string>(nullable: true),
                name = table.Column<string>(maxLength: 200, nullable: false),
                model_type = table.Column<string>(maxLength: 40, nullable: false),
                config = table.Column<string>(nullable: false),
                seed = table.Column<long>(nullable: false),
                holdout_share = table.Column<double>(nullable: false),
                status = table.Column<int>(nullable: false),
                artifact_id = table.Column<Guid>(nullable: true),
                training_rows = table.Column<int>(nullable: true),
                error = table.Column<string>(nullable: true),
                created_at = table.Column<long>(nullable: false),
                updated_at = table.Column<long>(nullable: false),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_models", row => row.id);
                table.ForeignKey("fk_models_account_id", row => row.account_id, "accounts", "id", onDelete: ReferentialAction.Restrict);
                table.ForeignKey("fk_models_project_id", row => row.project_id, "projects", "id", onDelete: ReferentialAction.Restrict);
            });
        migrationBuilder.CreateIndex("ix_models_account_id_created_at_id", "models", ["account_id", "created_at", "id"]);
        migrationBuilder.CreateIndex("ix_models_project_id_created_at_id", "models", ["project_id", "created_at", "id"]);
        migrationBuilder.CreateIndex("ix_models_dataset_version_id", "models", "dataset_version_id");

        migrationBuilder.CreateTable(
            "jobs",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                queue_id = table.Column<Guid>(nullable: false),
                account_id = table.Column<Guid>(nullable: false),
                project_id = table.Column<Guid>(nullable: true),
                model_id = table.Column<Guid>(nullable: true),
                report_id = table.Column<Guid>(nullable: true),
                parent_id = table.Column<Guid>(nullable: true),
                extent = table.Column<int>(nullable: false),
                kind = table.Column<int>(nullable: false),
                status = table.Column<int>(nullable: false),
                queue_state = table.Column<int>(nullable: false),
                progress = table.Column<double>(nullable: false),
                stage = table.Column<string>(maxLength: 40, nullable: true),
                config = table.Column<string>(nullable: false),
                seed = table.Column<long>(nullable: false),
                first_row = table.Column<long>(nullable: false),
                row_count = table.Column<long>(nullable: false),
                attempt = table.Column<int>(nullable: false),
                failures = table.Column<int>(nullable: false),
                crashes = table.Column<int>(nullable: false),
                claimed_by = table.Column<string>(maxLength: 40, nullable: true),
                claimed_at = table.Column<long>(nullable: true),
                rests_until = table.Column<long>(nullable: true),
                checkpoint_id = table.Column<Guid>(nullable: true),
                error = table.Column<string>(nullable: true),
                output_artifact_id = table.Column<Guid>(nullable: true),
                created_at = table.Column<long>(nullable: false),
                started_at = table.Column<long>(nullable: true),
                finished_at = table.Column<long>(nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_jobs", row => row.id);
                table.ForeignKey("fk_jobs_account_id", row => row.account_id, "accounts", "id", onDelete: ReferentialAction.Restrict);
                table.ForeignKey("fk_jobs_project_id", row => row.project_id, "projects", "id", onDelete: ReferentialAction.Restrict);
                table.ForeignKey("fk_jobs_model_id", row => row.model_id, "models", "id", onDelete: ReferentialAction.Cascade);
                table.ForeignKey("fk_jobs_parent_id", row => row.parent_id, "jobs", "id", onDelete: ReferentialAction.Cascade);
            });
        migrationBuilder.CreateIndex("ix_jobs_queue_id", "jobs", "queue_id", unique: true);
        migrationBuilder.CreateIndex("ix_jobs_parent_id_first_row", "jobs", ["parent_id", "first_row"]);
        migrationBuilder.CreateIndex("ix_jobs_project_id", "jobs", "project_id");
        migrationBuilder.CreateIndex("ix_jobs_model_id", "jobs", "model_id");
        migrationBuilder.CreateIndex("ix_jobs_report_id", "jobs", "report_id");
        migrationBuilder.CreateIndex("ix_jobs_account_id_claimed_at", "jobs", ["account_id", "claimed_at"]);
        migrationBuilder.CreateIndex("ix_jobs_queue_state_account_id_created_at_first_row", "jobs", ["queue_state", "account_id", "created_at", "first_row"]);
        migrationBuilder.CreateIndex("ix_jobs_account_id_extent_model_id_created_at_id_status", "jobs", ["account_id", "extent", "model_id", "created_at", "id", "status"]);
        migrationBuilder.CreateIndex("ix_jobs_account_id_extent_project_id_created_at_id_status", "jobs", ["account_id", "extent", "project_id", "created_at", "id", "status"]);
        migrationBuilder.CreateIndex("ix_jobs_account_id_extent_status_created_at_id", "jobs", ["account_id", "extent", "status", "created_at", "id"]);
        // The last: of indexes that SQLite finds equally good it takes the newest, and this one is the shortest to count by.
        migrationBuilder.CreateIndex("ix_jobs_account_id_extent_created_at_id", "jobs", ["account_id", "extent", "created_at", "id"]);

        migrationBuilder.CreateTable(
            "reports",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                account_id = table.Column<Guid>(nullable: false),
                project_id = table.Column<Guid>(nullable: false),
                model_id = table.Column<Guid>(nullable: false),
                entity_id = table.Column<Guid>(nullable: false),
                options = table.Column<string>(nullable: false),
                job_id = table.Column<Guid>(nullable: false),
                json_artifact_id = table.Column<Guid>(nullable: true),
                html_artifact_id = table.Column<Guid>(nullable: true),
                created_at = table.Column<long>(nullable: false),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_reports", row => row.id);
                table.ForeignKey("fk_reports_account_id", row => row.account_id, "accounts", "id", onDelete: ReferentialAction.Restrict);
                table.ForeignKey("fk_reports_project_id", row => row.project_id, "projects", "id", onDelete: ReferentialAction.Restrict);
                table.ForeignKey("fk_reports_model_id", row => row.model_id, "models", "id", onDelete: ReferentialAction.Cascade);
                table.ForeignKey("fk_reports_job_id", row => row.job_id, "jobs", "id", onDelete: ReferentialAction.Cascade);
            });
        migrationBuilder.CreateIndex("ix_reports_account_id_created_at_id", "reports", ["account_id", "created_at", "id"]);
        migrationBuilder.CreateIndex("ix_reports_project_id_created_at_id", "reports", ["project_id", "created_at", "id"]);
        migrationBuilder.CreateIndex("ix_reports_model_id", "reports", "model_id");
        migrationBuilder.CreateIndex("ix_reports_job_id", "reports", "job_id");
    }
}
