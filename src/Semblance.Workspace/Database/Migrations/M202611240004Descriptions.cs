using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Semblance.Workspace.Database.Migrations;

/// <summary>The account of descriptions, and callbacks.</summary>
[DbContext(typeof(WorkspaceContext))]
[Migration("202611240004_Descriptions")]
internal sealed class M202611240004Descriptions : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // Its name holds a control character, which no name of an account that a client asks for can. SQLite keeps ids in capitals.
        migrationBuilder.Sql("INSERT INTO accounts (id, name, created_at) VALUES ('DE5C21BE-0000-4000-8000-000000000001', '\u0001descriptions', 0)");
        migrationBuilder.CreateTable(
            "webhooks",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                job_id = table.Column<Guid>(nullable: false),
                url = table.Column<string>(maxLength: 2000, nullable: false),
                status = table.Column<int>(nullable: false),
                attempts = table.Column<int>(nullable: false),
                next_attempt_at = table.Column<long>(nullable: false),
                last_result = table.Column<string>(maxLength: 200, nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_webhooks", row => row.id);
                table.ForeignKey("fk_webhooks_job_id", row => row.job_id, "jobs", "id", onDelete: ReferentialAction.Cascade);
            });
        migrationBuilder.CreateIndex("ix_webhooks_job_id", "webhooks", "job_id", unique: true);
        migrationBuilder.CreateIndex("ix_webhooks_status_next_attempt_at", "webhooks", ["status", "next_attempt_at"]);
    }
}
